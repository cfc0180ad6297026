/** Which programs of this machine tests can use; a test that needs one which is not here is skipped. */
import { spawnSync } from 'node:child_process';

function runs(program: string, words: readonly string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

export const hasOpenssl = runs('openssl', ['version']);
export const hasCurl = runs('curl', ['--version']);
/** Distributions build curl with or without it. */
export const hasCurlWithHttp2 = hasCurl && /\bHTTP2\b/.test(String(spawnSync('curl', ['--version']).stdout ?? ''));
export const hasPython = runs('python3', ['-c', 'import ssl, urllib.request']);
