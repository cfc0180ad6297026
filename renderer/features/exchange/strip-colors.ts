/** The design tokens as colours that a canvas understands, read from CSS and read again when the theme changes. */
import { type ResolveColor, withColors } from '../../lib/canvas-colors.ts';
import { type Role, roles } from './event-role.ts';

export type StripColors = {
  readonly role: Readonly<Record<Role, string>>;
  /** Words on a tint of their role: 74 % role, 26 % text. */
  readonly onTint: Readonly<Record<Role, string>>;
  readonly well: string;
  readonly active: string;
  readonly rule: string;
  readonly text: string;
  readonly subtle: string;
  readonly faint: string;
  readonly now: string;
  readonly onNow: string;
};

/** As the tokens are at `host`. */
export function readStripColors(host: HTMLElement): StripColors {
  return withColors(host, stripColors);
}

function stripColors(resolve: ResolveColor): StripColors {
  const tokenOf = (role: Role): string => `var(--${role === 'danger' || role === 'warning' ? role : `role-${role}`})`;
  const role = Object.fromEntries(roles.map((name) => [name, resolve(tokenOf(name))])) as Record<Role, string>;
  const onTint = Object.fromEntries(
    roles.map((name) => [name, resolve(`color-mix(in oklab, ${tokenOf(name)} 74%, var(--text))`)]),
  ) as Record<Role, string>;
  return {
    role,
    onTint,
    well: resolve('var(--well)'),
    active: resolve('var(--active)'),
    rule: resolve('var(--rule)'),
    text: resolve('var(--text)'),
    subtle: resolve('var(--text-subtle)'),
    faint: resolve('var(--text-faint)'),
    now: resolve('var(--now)'),
    onNow: resolve('var(--on-now)'),
  };
}
