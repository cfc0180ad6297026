/** Theme of the window and of everything the system draws around it. The page itself follows `prefers-color-scheme`. */
import { nativeTheme } from 'electron';
import type { ThemeChoice } from '../../shared/model/settings.ts';

/** Colours that must match renderer/styles/tokens.css (`--bg`, `--text-subtle`), in sRGB: the system takes no OKLCH. */
const windowColors = {
  light: { background: '#ebedef', symbols: '#494d55' },
  dark: { background: '#0f1114', symbols: '#b2b6bc' },
} as const;

/** Follows the user's choice from now on; `system` follows the system. */
export function applyTheme(theme: ThemeChoice): void {
  nativeTheme.themeSource = theme;
}

/** Of the theme that the system or the user's choice asks for now. */
export function currentColors(): (typeof windowColors)['light' | 'dark'] {
  return nativeTheme.shouldUseDarkColors ? windowColors.dark : windowColors.light;
}
