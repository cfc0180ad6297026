/** What the user should know: kept for windows that open later, pushed to those that are open. */
import type { Notice } from '../../shared/ipc/contract.ts';

export type NoticeBoard = {
  /** Newest text wins for a notice of the same id. */
  readonly post: (notice: Notice) => void;
  readonly all: () => readonly Notice[];
};

/** Notices are few; more than this many different ones only keeps the newest. */
const mostNotices = 50;

/** `onNotice` hears each at once. */
export function createNoticeBoard(onNotice: (notice: Notice) => void): NoticeBoard {
  const notices = new Map<string, Notice>();
  return {
    post: (notice) => {
      notices.delete(notice.id);
      notices.set(notice.id, notice);
      const [oldest] = notices.keys();
      if (notices.size > mostNotices && oldest !== undefined) notices.delete(oldest);
      onNotice(notice);
    },
    all: () => [...notices.values()],
  };
}
