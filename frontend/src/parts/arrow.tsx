/** Which way something points, in a sign beside its colour. */

const looks = {
  [-1]: ['text-down', '▼', 'hurt by it: '],
  0: ['text-muted', '·', 'either way: '],
  1: ['text-up', '▲', 'helped by it: '],
} as const

export function Arrow({ sign }: { sign: -1 | 0 | 1 }) {
  const [look, mark, words] = looks[sign]
  return (
    <span className={look}>
      <span aria-hidden="true">{mark}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
