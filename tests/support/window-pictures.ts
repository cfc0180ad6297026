/** Pictures of what an end-to-end test has in its window, for people to look at; nothing is held against them. */
import type { LaunchedApp } from './app-launcher.ts';

const sizes = [
  [1440, 900],
  [1024, 700],
] as const;

/** In both themes and sizes, where WIRELENS_SCREENSHOTS names a folder; else nothing happens. Leaves the usual size. */
export async function takePictures(launched: LaunchedApp, name: string): Promise<void> {
  if (!process.env.WIRELENS_SCREENSHOTS) return;
  for (const [width, height] of sizes) {
    await launched.setSize(width, height);
    for (const theme of ['light', 'dark'] as const) {
      await launched.setTheme(theme);
      await launched.window.waitForTimeout(300);
      await launched.screenshot(`${name}-${theme}-${width}`);
    }
  }
  await launched.setSize(1440, 900);
}
