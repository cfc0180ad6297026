/** `npm test`: the preparation of `npm start`, then all that `npm run check` and `npm run e2e` do, and the integration tests. */
import { prepare } from './prepare.mjs';

await prepare();
const { check } = await import('./check.mjs');
const { runEndToEnd } = await import('./e2e.mjs');

const checked = await check({ isWhole: true });
const endToEnd = await runEndToEnd();
const failed = checked.failed + endToEnd.failed;
// The one line on stdout that says it all; a step that is no test (format, types) counts as one when it fails.
const isGood = checked.isGood && endToEnd.isGood;
console.log(`${checked.passed + endToEnd.passed} passed, ${isGood ? 0 : Math.max(failed, 1)} failed`);
process.exitCode = isGood ? 0 : 1;
