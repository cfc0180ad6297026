/**
 * `wirelens://` links that the system hands us, by the arguments of a start or by `open-url`. They may come from anyone: the
 * most that a link does is to show an exchange that is there; everything else is refused and said.
 */
import { app } from 'electron';
import type { Notice } from '../../shared/ipc/contract.ts';
import { isExchangeLink, linkScheme, readExchangeLink } from '../../shared/links/exchange-link.ts';
import type { ExchangePlace } from '../../shared/model/app-window.ts';

export type LinkOpenerOptions = {
  readonly hasExchange: (id: string) => Promise<boolean>;
  readonly show: (place: ExchangePlace) => void;
  readonly post: (notice: Notice) => void;
};

/** Gives a function that follows the first link among words, and refuses what cannot be followed. */
export function createLinkOpener({
  hasExchange,
  show,
  post,
}: LinkOpenerOptions): (words: readonly string[]) => Promise<void> {
  const refuse = (link: string, reason: string): void => {
    post({ id: 'link', tone: 'warning', title: 'A link was not followed', text: `${quoted(link)} ${reason}` });
  };
  return async (words) => {
    const link = words.find(isExchangeLink);
    if (link === undefined) return;
    const read = readExchangeLink(link);
    if (!read.ok) refuse(link, read.error.message);
    else if (await hasExchange(read.value.id)) show(read.value);
    else refuse(link, 'No exchange here has this id: it was deleted, or recorded on another machine.');
  };
}

/** Makes the packaged program the one that opens our links; one under development leaves the system as it is. */
export function registerLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
}

const longestQuote = 80;

/** In one line and not too long: it is somebody else's text. */
function quoted(link: string): string {
  const line = link.slice(0, longestQuote).replace(/[\p{C}\s]+/gu, ' ');
  return link.length > longestQuote ? `“${line}…”` : `“${line}”`;
}
