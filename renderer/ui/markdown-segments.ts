/**
 * Cuts growing markdown into top-level segments that can be parsed and painted on their own. A finished segment never
 * changes, so a stream of 1 MB is parsed once, piece by piece, and only the last segment again. Pure.
 */

export type MarkdownSegment = {
  /** `code`: a fenced block, painted without parsing. */
  readonly kind: 'markdown' | 'code';
  /** Characters [start, end) of the text, fences included. */
  readonly start: number;
  readonly end: number;
  /** Code: the info string's first word, and where the code itself stands. */
  readonly language: string;
  readonly codeStart: number;
  readonly codeEnd: number;
  /** It goes on with the list of the segment before. */
  readonly isContinued: boolean;
};

/** Where the scan of a text stands; everything before `scanned` (a line's start) is settled. */
export type SegmentScan = {
  readonly text: string;
  readonly scanned: number;
  readonly segments: MarkdownSegment[];
  /** Start of the segment that is not finished. */
  readonly openStart: number;
  readonly isAfterBlank: boolean;
  /** The line before belongs to a list. */
  readonly isInList: boolean;
  /** The open segment goes on with the list before it. */
  readonly isContinued: boolean;
  readonly fence: Fence | null;
};

type Fence = { readonly mark: string; readonly language: string; readonly codeStart: number };

export const emptyScan: SegmentScan = {
  text: '',
  scanned: 0,
  segments: [],
  openStart: 0,
  isAfterBlank: true,
  isInList: false,
  isContinued: false,
  fence: null,
};

const fenceStart = /^(`{3,}|~{3,})([^`]*)$/;
/** Lines that may belong to the block before a blank line: indented text, list items, table rows. */
const continuation = /^(\s|[-*+]\s|\d{1,9}[.)]\s|\|)/;

const listItem = /^([-*+]|\d{1,9}[.)])\s/;
/** A list longer than this is cut before one of its items: its parts are parsed on their own. */
const longList = 1_600;

/**
 * Scans the complete lines that `before` has not seen, those of them that begin before `until`. `text` must start with
 * `before.text`; otherwise it starts over.
 */
export function extendScan(before: SegmentScan, text: string, until: number = text.length): SegmentScan {
  const isGrown = text.length >= before.text.length && text.startsWith(before.text);
  const from = isGrown ? before : emptyScan;
  const scan = { ...from, segments: from === emptyScan ? [] : from.segments, text };
  while (scan.scanned < until) {
    const lineEnd = text.indexOf('\n', scan.scanned);
    if (lineEnd === -1) return scan;
    const end = text[lineEnd - 1] === '\r' && lineEnd > scan.scanned ? lineEnd - 1 : lineEnd;
    scanLine(scan, text.slice(scan.scanned, end), lineEnd + 1);
    scan.scanned = lineEnd + 1;
  }
  return scan;
}

type MutableScan = { -readonly [Key in keyof SegmentScan]: SegmentScan[Key] };

function scanLine(scan: MutableScan, line: string, lineEnd: number): void {
  if (scan.fence !== null) {
    if (isClosing(line, scan.fence.mark)) closeFence(scan, lineEnd);
    return;
  }
  const opening = line.startsWith('```') || line.startsWith('~~~') ? fenceStart.exec(line) : null;
  if (opening !== null) {
    pushMarkdown(scan, scan.scanned);
    const language = (opening[2] ?? '').trim().split(/\s/)[0] ?? '';
    scan.fence = { mark: opening[1] as string, language, codeStart: lineEnd };
    return;
  }
  const isBlank = line === '' || line.trim() === '';
  if (!isBlank && scan.isAfterBlank && !continuation.test(line)) pushMarkdown(scan, scan.scanned);
  else if (scan.isInList && scan.scanned - scan.openStart >= longList && listItem.test(line)) {
    pushMarkdown(scan, scan.scanned);
    scan.isContinued = true;
  }
  scan.isAfterBlank = isBlank;
  scan.isInList = (!isBlank && listItem.test(line)) || (scan.isInList && (isBlank || /^\s/.test(line)));
}

function isClosing(line: string, mark: string): boolean {
  const words = line.trim();
  return words.length >= mark.length && words === (mark[0] as string).repeat(words.length);
}

function closeFence(scan: MutableScan, lineEnd: number): void {
  const fence = scan.fence as Fence;
  scan.segments.push(codeSegment(scan.openStart, lineEnd, fence, Math.max(fence.codeStart, scan.scanned - 1)));
  scan.openStart = lineEnd;
  scan.fence = null;
  scan.isAfterBlank = true;
}

function pushMarkdown(scan: MutableScan, end: number): void {
  if (!isBlankText(scan.text, scan.openStart, end)) {
    scan.segments.push(markdownSegment(scan.openStart, end, scan.isContinued));
  }
  scan.openStart = end;
  scan.isContinued = false;
}

/** Most begin with a word: looked at up to there. */
function isBlankText(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (text.charCodeAt(at) > 0x7f) return text.slice(at, end).trim() === '';
    if (text.charCodeAt(at) > 0x20) return false;
  }
  return true;
}

function markdownSegment(start: number, end: number, isContinued: boolean): MarkdownSegment {
  return { kind: 'markdown', start, end, language: '', codeStart: start, codeEnd: end, isContinued };
}

function codeSegment(start: number, end: number, fence: Fence, codeEnd: number): MarkdownSegment {
  const { language, codeStart } = fence;
  return { kind: 'code', start, end, language, codeStart, codeEnd, isContinued: false };
}

/** The segment that is still being written; null when nothing is. */
export function openSegment(scan: SegmentScan): MarkdownSegment | null {
  const end = scan.text.length;
  if (scan.fence !== null) return codeSegment(scan.openStart, end, scan.fence, openCodeEnd(scan, scan.fence));
  if (isBlankText(scan.text, scan.openStart, end)) return null;
  return markdownSegment(scan.openStart, end, scan.isContinued);
}

/** A closing fence without its line end yet (or the last line of a text) is no code. */
function openCodeEnd(scan: SegmentScan, fence: Fence): number {
  const lastLine = scan.text.slice(scan.scanned);
  const isClosed = lastLine !== '' && isClosing(lastLine, fence.mark);
  return Math.max(fence.codeStart, isClosed ? scan.scanned - 1 : scan.text.length);
}
