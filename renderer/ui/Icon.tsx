/** The drawn icons, 16 units wide, one stroke width. An icon always has a job: no decoration. */
import type { ReactNode } from 'react';
import styles from './Icon.module.css';

const shapes = {
  arrow: <path d="M3 8h10M9.5 4.5 13 8l-3.5 3.5" />,
  right: <path d="m6 3.5 4.5 4.5L6 12.5" />,
  down: <path d="m3.5 6 4.5 4.5L12.5 6" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </>
  ),
  play: <path d="M5 3.2v9.6L12.6 8z" fill="currentColor" />,
  record: <circle cx="8" cy="8" r="4" fill="currentColor" />,
  halt: <rect x="4.5" y="4.5" width="7" height="7" rx="1.5" fill="currentColor" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  previous: <path d="M9.5 4 5.5 8l4 4" />,
  next: <path d="m6.5 4 4 4-4 4" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4" />
      <path d="m10 10 3.5 3.5" />
    </>
  ),
  plug: <path d="M5.5 2v3M10.5 2v3M3.5 5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12v2.5" />,
  upstreams: (
    <>
      <circle cx="3.5" cy="8" r="1.5" />
      <circle cx="12.5" cy="3.5" r="1.5" />
      <circle cx="12.5" cy="12.5" r="1.5" />
      <path d="M5 8h2c2 0 1.5-4.5 4-4.5M7 8c2 0 1.5 4.5 4 4.5" />
    </>
  ),
  warning: <path d="M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1" />,
  error: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 5v3.5M8 11v.1" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 7.5V11M8 5v.1" />
    </>
  ),
  stop: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M4.2 11.8 11.8 4.2" />
    </>
  ),
  socket: <path d="M2 5.5h11M10.5 3 13 5.5 10.5 8M14 10.5H3M5.5 8 3 10.5 5.5 13" />,
  check: <path d="m3 8.5 3.2 3.2L13 4.5" />,
  shield: <path d="M8 2 3 4v4c0 3 2.2 5 5 6 2.8-1 5-3 5-6V4zM5.8 8l1.6 1.6 3-3.2" />,
  edit: <path d="M3 13h2.5l7-7L10 3.5l-7 7z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  pin: <path d="M4.5 2.5h7v11L8 10.6 4.5 13.5z" />,
  hook: <path d="M4 3v5a2 2 0 0 0 2 2h6.5M9.5 7l3 3-3 3" />,
  more: <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" strokeWidth="2.2" />,
  side: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="2" />
      <path d="M10 3v10" />
    </>
  ),
  columns: <path d="M3 3.5v9M8 3.5v9M13 3.5v9" />,
  list: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="2" />
      <path d="M6 3v10" />
    </>
  ),
  compare: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="2" />
      <path d="M8 3v10M4.500 6.500h1M10.500 6.500h1M4.500 9.500h1" />
    </>
  ),
  captures: <path d="M2.500 6h11v6.500a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM2.500 6 4 2.500h8L13.500 6M6 9h4" />,
  save: <path d="M8 2.5v8M4.8 7.3 8 10.5l3.2-3.2M3 13.5h10" />,
  nested: <path d="M5 2.5V7a2 2 0 0 0 2 2h5M9.5 6.5 12 9l-2.5 2.5" />,
  key: (
    <>
      <circle cx="5" cy="11" r="2.5" />
      <path d="m7 9 6-6M10.5 5.5 12.500 7.5" />
    </>
  ),
  terminal: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="2" />
      <path d="m5 6.500 2 1.750-2 1.750M8.500 10.500h2.500" />
    </>
  ),
  tunnel: <path d="M2.500 13V8a5.500 5.500 0 0 1 11 0v5M5.800 13V8.500a2.200 2.200 0 0 1 4.400 0V13" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  trash: <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.500 4.5l.5 9h6l.5-9" />,
  undo: <path d="M5.5 3 2.5 6l3 3M2.5 6h7a3.500 3.5 0 0 1 0 7h-3" />,
  unlocked: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.5" />
      <path d="M5.500 7V4.500a2.500 2.5 0 0 1 4.800-1" />
    </>
  ),
} satisfies Record<string, ReactNode>;

/** Names of the icons that exist. */
export type IconName = keyof typeof shapes;

type IconProps = {
  readonly name: IconName;
  /** Pixels; 14 unless told. */
  readonly size?: number;
};

/** One icon in the colour of the words around it; hidden from assistive technology, since a label says it. */
export function Icon({ name, size = 14 }: IconProps) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {shapes[name]}
    </svg>
  );
}
