/** Decides whether an IPC message comes from our own page: its window, its main frame and its address must be ours. */

export type SenderFacts = {
  /** Is the sending page the one of our open window? */
  readonly isOurWindow: boolean;
  /** Is it that page's top frame, not something embedded? */
  readonly isMainFrame: boolean;
  readonly url: string;
};

/** `pageUrl` is the address the window was opened with; its hash and query may differ. */
export function isTrustedSender(facts: SenderFacts, pageUrl: string): boolean {
  if (!facts.isOurWindow || !facts.isMainFrame) return false;
  return withoutSuffix(facts.url) === withoutSuffix(pageUrl);
}

function withoutSuffix(url: string): string {
  return url.replace(/[?#].*$/s, '');
}
