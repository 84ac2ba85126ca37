/** The documents that come with the product, each fetched when it is opened. */

const files = import.meta.glob<string>(
  [
    '../../../../../docs/*.md',
    '../../../../../docs/runbooks/*.md',
    '../../../../../docs/guides/*.md',
  ],
  { query: '?raw', import: 'default' },
)

/** Of the address, such as `trading` or `runbooks/dead-letters`, by how it is fetched. */
const guides = new Map(
  Object.entries(files).map(([path, fetch]) => [
    path.replace(/^.*\/docs\//, '').replace(/\.md$/, ''),
    fetch,
  ]),
)

/** Undefined where there is none of that name. */
export function fetchGuide(name: string): Promise<string> | undefined {
  return guides.get(name)?.()
}
