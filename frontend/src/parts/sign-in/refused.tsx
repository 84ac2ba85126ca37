/** Says that something was refused, and why, where a form is. */

export function Refused({ fault, what }: { fault: Error | null; what: string }) {
  if (!fault) return null
  return (
    <p role="alert" className="mt-3 break-words text-down">
      {what}: {fault.message}
    </p>
  )
}
