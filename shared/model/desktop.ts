/** How the app behaves beyond its windows: its place in the tray, what happens without a window, what it announces. */

/** What is announced while nobody looks at Wirelens. */
export type NotificationSettings = {
  readonly isEnabled: boolean;
  /** An exchange failed, was cut, or was answered with an error. */
  readonly errors: boolean;
  /** An endpoint does not answer any more; once, until it answers again. */
  readonly upstreamDown: boolean;
  /** An exchange or a program took at least this long, and is done. Null: never. */
  readonly finishedAfterSeconds: number | null;
};

export type DesktopSettings = {
  /** A place in the tray. Absent: where the desktop has one. */
  readonly hasTray?: boolean;
  /** Closing the last window leaves the proxy running. Absent: on macOS, as its programs do. */
  readonly keepsRunning?: boolean;
  readonly notifications: NotificationSettings;
};

/** Nothing is announced unless it was asked for. */
export const quietDesktop: DesktopSettings = {
  notifications: { isEnabled: false, errors: true, upstreamDown: true, finishedAfterSeconds: 60 },
};
