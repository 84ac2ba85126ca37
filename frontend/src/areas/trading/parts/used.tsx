/** How much of a limit is used, as a bar; the numbers stand beside it. */

export function Used({ share }: { share: number }) {
  const width = Math.max(0, Math.min(1, share)) * 64
  return (
    <svg viewBox="0 0 64 6" className="ml-auto h-1.5 w-16" aria-hidden="true">
      <rect width="64" height="6" rx="3" className="fill-line" />
      <rect width={width} height="6" rx="3" className={share >= 1 ? 'fill-warn' : 'fill-info'} />
    </svg>
  )
}
