/**
 * Half-formed JSON as pretty lines: what the wire sent, laid out, and the closing marks that are still missing as ghosts
 * that are told apart. Tolerant: whatever does not fit is shown as it came. Pure.
 */

export type FormingPart = {
  readonly text: string;
  /** Where it stands in the source; ghosts stand nowhere. */
  readonly at: number | null;
  readonly kind: 'key' | 'string' | 'value' | 'mark' | 'escape' | 'ghost';
};

export type FormingLine = { readonly depth: number; readonly parts: readonly FormingPart[] };

type Frame = { readonly closer: '}' | ']'; isEmpty: boolean; expectsKey: boolean };

/** Lines of `text` in the order of the wire; ghost marks only where something is still open. */
export function formingLines(text: string): readonly FormingLine[] {
  const writer = createWriter();
  const stack: Frame[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (/\s/.test(character)) at += 1;
    else if (character === '"') at = readString(text, at, stack, writer);
    else at = readMark(text, at, character, stack, writer);
  }
  for (const frame of stack.reverse()) {
    if (!frame.isEmpty) writer.newLine(-1);
    else writer.indent(-1);
    writer.add({ text: frame.closer, at: null, kind: 'ghost' });
  }
  return writer.lines();
}

function readMark(text: string, at: number, character: string, stack: Frame[], writer: Writer): number {
  const top = stack[stack.length - 1];
  const mark = (kind: FormingPart['kind'] = 'mark'): void => writer.add({ text: character, at, kind });
  if (character === '{' || character === '[') {
    openValue(top, writer);
    mark();
    stack.push({ closer: character === '{' ? '}' : ']', isEmpty: true, expectsKey: character === '{' });
    writer.indent(1);
    return at + 1;
  }
  if (top !== undefined && character === top.closer) {
    stack.pop();
    if (top.isEmpty) writer.indent(-1);
    else writer.newLine(-1);
    mark();
    return at + 1;
  }
  if (character === ',' && top !== undefined) {
    mark();
    writer.newLine(0);
    top.expectsKey = top.closer === '}';
    return at + 1;
  }
  if (character === ':' && top !== undefined) {
    mark();
    writer.add({ text: ' ', at: null, kind: 'mark' });
    top.expectsKey = false;
    return at + 1;
  }
  openValue(top, writer);
  const end = at + Math.max(1, (/^[^\s,:{}[\]"]+/.exec(text.slice(at, at + 400)) ?? [''])[0].length);
  writer.add({ text: text.slice(at, end), at, kind: 'value' });
  return end;
}

/** The first thing inside a bracket starts a line of its own. */
function openValue(top: Frame | undefined, writer: Writer): void {
  if (top?.isEmpty !== true) return;
  top.isEmpty = false;
  writer.newLine(0);
}

function readString(text: string, start: number, stack: Frame[], writer: Writer): number {
  const top = stack[stack.length - 1];
  openValue(top, writer);
  const kind = top?.expectsKey === true ? 'key' : 'string';
  let at = start + 1;
  let from = start;
  while (at < text.length && text[at] !== '"') {
    if (text[at] !== '\\') {
      at += 1;
      continue;
    }
    const length = escapeLength(text, at);
    if (text[at + 1] === 'n' && kind === 'string') {
      if (at > from) writer.add({ text: text.slice(from, at), at: from, kind });
      writer.add({ text: '\\n', at, kind: 'escape' });
      if (text[at + 2] !== '"') writer.newLine(0);
      from = at + 2;
    }
    at += length;
  }
  const isClosed = at < text.length;
  const end = Math.min(text.length, isClosed ? at + 1 : at);
  if (end > from) writer.add({ text: text.slice(from, end), at: from, kind });
  if (!isClosed) writer.add({ text: '"', at: null, kind: 'ghost' });
  return end;
}

function escapeLength(text: string, at: number): number {
  return text[at + 1] === 'u' ? 6 : 2;
}

type Writer = {
  readonly add: (part: FormingPart) => void;
  readonly newLine: (depthChange: number) => void;
  readonly indent: (depthChange: number) => void;
  readonly lines: () => readonly FormingLine[];
};

function createWriter(): Writer {
  const lines: { depth: number; parts: FormingPart[] }[] = [{ depth: 0, parts: [] }];
  let depth = 0;
  return {
    add: (part) => lines[lines.length - 1]?.parts.push(part),
    indent: (change) => {
      depth = Math.max(0, depth + change);
    },
    newLine: (change) => {
      depth = Math.max(0, depth + change);
      lines.push({ depth, parts: [] });
    },
    lines: () => lines.filter((line) => line.parts.length > 0),
  };
}
