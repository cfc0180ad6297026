/** The `wirelens` command bundled as it ships, for tests that run it as a process of its own. */
import { fileURLToPath } from 'node:url';
import { programs } from './worker-files.ts';

/** Path of the command's file, for Node, with its workers beside it. */
export async function buildCommand(): Promise<string> {
  const fileOf = await programs();
  return fileURLToPath(fileOf('cli'));
}
