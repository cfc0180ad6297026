/** The design tokens as the canvas of the overview wants them: resolved at an element, read anew when the theme changes. */
import type { LaneSegment } from '../../../shared/model/exchange.ts';
import { type ResolveColor, withColors } from '../../lib/canvas-colors.ts';

export type OverviewColors = {
  /** Null: drawn thin, in the colour of waiting. */
  readonly segment: Readonly<Record<LaneSegment['kind'], string | null>>;
  readonly wait: string;
  readonly work: string;
  readonly tick: string;
  readonly now: string;
  readonly picked: string;
  readonly veil: string;
  readonly warning: string;
  readonly danger: string;
};

/** As the tokens are at `host`. */
export function readOverviewColors(host: HTMLElement): OverviewColors {
  return withColors(host, overviewColors);
}

function overviewColors(resolve: ResolveColor): OverviewColors {
  const [text, reasoning, tool, user, frame] = ['text', 'reasoning', 'tool', 'user', 'frame'].map((name) =>
    resolve(`var(--role-${name})`),
  ) as [string, string, string, string, string];
  const warning = resolve('var(--warning)');
  return {
    segment: {
      ...{ text, reasoning, 'tool-call': tool, 'tool-result': user, refusal: warning, image: text, audio: text },
      ...{ other: frame, frame, wait: null, silence: null },
    },
    wait: resolve('color-mix(in oklab, var(--text-faint) 60%, transparent)'),
    work: resolve('color-mix(in oklab, var(--role-tool) 55%, transparent)'),
    tick: resolve('var(--groove-tick)'),
    now: resolve('var(--now)'),
    picked: resolve('var(--text)'),
    veil: resolve('color-mix(in oklab, var(--bg) 62%, transparent)'),
    warning,
    danger: resolve('var(--danger)'),
  };
}
