import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ protocol: {} }));

const { fileForUrl, windowUrl } = await import('./window-scheme.ts');
const folder = path.resolve('/app/dist/renderer');

describe('fileForUrl', () => {
  test('finds the page and what lies beside it', () => {
    expect(fileForUrl(folder, windowUrl)).toBe(path.join(folder, 'index.html'));
    expect(fileForUrl(folder, 'wirelens-app://window/assets/a%20b.js?v=1#x')).toBe(
      path.join(folder, 'assets', 'a b.js'),
    );
  });

  test.each([
    'wirelens-app://window/../../../etc/passwd',
    'wirelens-app://window/..%2f..%2f..%2fetc%2fpasswd',
    'wirelens-app://window/%2e%2e/%2e%2e/electron/main.js',
    'wirelens-app://window/..%5c..%5cmain.js%00.html',
    'wirelens-app://other/index.html',
    'file:///etc/passwd',
    'wirelens-app://window/%E0%A4%A',
    'wirelens-app://window/',
    'not a url',
  ])('never leaves the folder: %s', (url) => {
    const file = fileForUrl(folder, url);
    expect(file === null || file.startsWith(folder + path.sep)).toBe(true);
  });
});
