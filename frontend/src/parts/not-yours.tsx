/** What stands at an address that one's role does not open. */

export function NotYours({ what, role }: { what: string; role: string }) {
  return (
    <div className="py-16 text-center">
      <h1 className="text-20 font-semibold">{what}</h1>
      <p className="mt-2 text-muted">Only {role} may read this.</p>
    </div>
  )
}
