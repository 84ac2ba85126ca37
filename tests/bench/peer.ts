/** What a benchmark compares with, from packages of its own that the product does not have. */

import { installOwnPackages } from '../helpers/own-packages.ts'

const FOLDER = new URL('./peer/', import.meta.url)

/**
 * A module of the peers' folder, whose packages are installed when first asked for.
 *
 * @throws Error when they cannot be installed.
 */
export async function loadPeer<Module>(file: string, needs: string): Promise<Module> {
  installOwnPackages(FOLDER, needs)
  return (await import(new URL(file, FOLDER).href)) as Module
}
