/**
 * `npm run --silent wirelens -- <command>`: the built CLI, built first when it is stale. Nothing of ours goes to
 * stdout; arguments, stdin and the exit status pass through.
 */
import path from 'node:path';
import { build } from './build.mjs';
import { prepare } from './prepare.mjs';
import { root, run, stop } from './run-command.mjs';

await prepare();
await build({ only: ['node'], isQuiet: true }).catch((error) => stop(error.message));
const cli = path.join(root, 'dist', 'electron', 'cli.js');
// Files on the command line are meant from where the user stands; npm keeps that place in INIT_CWD.
process.exitCode = await run(process.execPath, [cli, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD || process.cwd(),
});
