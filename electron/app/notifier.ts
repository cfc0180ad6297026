/** Shows announcements as notifications of the system, not while a window of ours has the focus; a click opens what they tell of. */
import { BrowserWindow, Notification } from 'electron';
import { type Announcement, joinErrors } from './announcements.ts';

export type Notifier = { readonly announce: (announcement: Announcement | null) => void; readonly dispose: () => void };

/** After an error the next ones are gathered this long: a provider that is down fails many exchanges at once. */
const gatherMs = 10_000;
/** Clicks are heard as long as the notification is held. */
const mostHeld = 20;

/** Notifications of the desktop, none while a window of ours has the focus; errors behind an error are told together. */
export function createNotifier(onClick: (announcement: Announcement) => void): Notifier {
  const held: Notification[] = [];
  let gathered: Announcement[] = [];
  let timer: NodeJS.Timeout | null = null;

  const show = (announcement: Announcement | null): void => {
    if (announcement === null || BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return;
    const { title, body } = announcement;
    const notification = new Notification({ title, body });
    notification.on('click', () => onClick(announcement));
    notification.show();
    held.push(notification);
    if (held.length > mostHeld) held.shift();
  };
  const tellGathered = (): void => {
    const joined = joinErrors(gathered);
    gathered = [];
    timer = joined === null ? null : setTimeout(tellGathered, gatherMs);
    show(joined);
  };
  return {
    announce: (announcement) => {
      if (announcement?.kind !== 'error') show(announcement);
      else if (timer !== null) gathered.push(announcement);
      else {
        show(announcement);
        timer = setTimeout(tellGathered, gatherMs);
      }
    },
    dispose: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
