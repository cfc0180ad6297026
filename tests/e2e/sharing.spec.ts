/** Sharing by hand: the export dialog with its findings, an archive, the HTML page in a browser without network, import. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, completionOf, exchangeRows } from '../support/window-parts.ts';

let folder: string;
let launched: LaunchedApp;
let upstream: SteeredUpstream;
const mail = 'mara.lind@firma.de';
/** Where pictures go when somebody wants to look at them. */
const pictures = process.env.SHARING_PICTURES ?? null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wirelens-sharing-'));
  upstream = await startSteeredUpstream();
  launched = await launchApp();
  await addUpstream(launched, 'mine', [upstream.url]);
  const call = await startChat(launched.proxyUrl, 'mine');
  const stream = await upstream.nextStream();
  for (const piece of ['Write to ma', 'ra.lind@fir', 'ma.de, it is in /home/mara/x']) stream.sendText(piece);
  stream.finish();
  await call.end;
  await exchangeRows(launched.window).first().click();
  await completionOf(launched.window).getByText(mail).waitFor();
  await launched.window.getByText('verbatim', { exact: true }).waitFor();
});

afterAll(async () => {
  await launched?.close();
  await upstream?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function save(format: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as typeof dialog.showSaveDialog;
  }, file);
  const dialogBox = launched.window.getByRole('dialog');
  await dialogBox.getByLabel('Format').selectOption(format);
  await dialogBox.getByRole('button', { name: 'Save…' }).click();
  await dialogBox.getByText(`Saved as ${file}`).waitFor();
  return file;
}

test('the dialog tells what would leave, and what leaves holds stand-ins', async () => {
  const { window } = launched;
  await window.getByRole('button', { name: 'Export' }).click();
  await window.getByRole('menuitem', { name: 'Share safely, all formats…' }).click();
  await window.getByRole('list', { name: 'Findings' }).getByText(mail).waitFor();
  if (pictures !== null) await window.screenshot({ path: path.join(pictures, 'dialog.png') });
  const redacted = await readFile(await save('markdown', 'a.md'), 'utf8');
  expect(redacted).toContain('person-1@example.com');
  expect(redacted).not.toContain(mail);
  await window.getByRole('switch', { name: `Replace E-mail address ${mail}` }).click();
  const kept = await readFile(await save('markdown', 'b.md'), 'utf8');
  expect(kept).toContain(mail);
  expect(kept).toContain('/home/user-1/x');
});

test('the HTML page reads in a window without network or scripts, in light and dark, and prints', async () => {
  const file = await save('html', 'page.html');
  const seen = await launched.app.evaluate(
    async ({ BrowserWindow, nativeTheme, session }, { url, shots }) => {
      const own = session.fromPartition('sharing-test');
      const asked: string[] = [];
      own.webRequest.onBeforeRequest((details, answer) => {
        asked.push(details.url);
        answer({ cancel: !details.url.startsWith('file:') });
      });
      const page = new BrowserWindow({
        show: false,
        width: 900,
        height: 1000,
        webPreferences: { session: own, javascript: false },
      });
      await page.loadURL(url);
      const images: string[] = [];
      for (const theme of ['light', 'dark'] as const) {
        nativeTheme.themeSource = theme;
        await new Promise((resolve) => setTimeout(resolve, shots ? 400 : 0));
        if (shots) images.push((await page.webContents.capturePage()).toPNG().toString('base64'));
      }
      nativeTheme.themeSource = 'system';
      const pdf = (await page.webContents.printToPDF({})).toString('base64');
      page.destroy();
      return { asked, images, pdf };
    },
    { url: pathToFileURL(file).href, shots: pictures !== null },
  );
  expect(seen.asked).toEqual([pathToFileURL(file).href]);
  expect(Buffer.from(seen.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  if (pictures === null) return;
  const { writeFile } = await import('node:fs/promises');
  for (const [index, image] of seen.images.entries()) {
    await writeFile(path.join(pictures, `page-${index}.png`), Buffer.from(image, 'base64'));
  }
  await writeFile(path.join(pictures, 'page.pdf'), Buffer.from(seen.pdf, 'base64'));
});

test('an archive opens again by import; what is there already is told, not doubled', async () => {
  const { window } = launched;
  await window.getByRole('switch', { name: 'Replace secrets and personal data' }).click();
  const file = await save('archive', 'all.wirelens');
  await window.keyboard.press('Escape');
  await launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [filePath] })) as typeof dialog.showOpenDialog;
  }, file);
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Import…' }).click();
  await window.getByText('1 were there already.').waitFor();
});
