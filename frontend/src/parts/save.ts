/** Hands a file to the browser, which saves it. */

export function save(name: string, type: string, parts: readonly BlobPart[]): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([...parts], { type }))
  link.download = name.replaceAll(' ', '-')
  link.click()
  URL.revokeObjectURL(link.href)
}
