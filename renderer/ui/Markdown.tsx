/**
 * Captured markdown as React elements, made from a syntax tree: no HTML is ever injected, links do nothing by
 * themselves, images are never loaded. Every leaf carries `data-at`, its place in the source, for provenance.
 */
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { CodeBlock } from './CodeBlock.tsx';
import { LongText } from './LongText.tsx';
import styles from './Markdown.module.css';
import { parseMarkdown, renderNodes } from './markdown-nodes.tsx';
import { emptyScan, extendScan, type MarkdownSegment, openSegment } from './markdown-segments.ts';
import { useRestedText } from './use-rested-text.ts';

type MarkdownProps = {
  readonly text: string;
  /** Called with the address of a link that the user asks to copy. */
  readonly onCopyLink?: ((url: string) => void) | undefined;
  /** A caret stands behind the last word. */
  readonly hasCaret?: boolean;
};

/** Above this many segments those far from the view are shown as plain text until they come near. */
const lazyAbove = 80;
/**
 * How long a growing segment rests per character. Parsing and laying out a paragraph of 1,000 takes about 1 ms, so a
 * tenth of the window's time at most goes there.
 */
const msPerCharacter = 0.01;
/** Segments larger than this are shown as plain text: parsing them would block the window. */
const largestSegment = 48_000;

/** Cheap for growing text: finished segments are parsed once. */
export function Markdown({ text, onCopyLink, hasCaret = false }: MarkdownProps) {
  const scanned = useRef(emptyScan);
  const scan = useMemo(() => {
    scanned.current = extendScan(scanned.current, text);
    return scanned.current;
  }, [text]);
  const open = openSegment(scan);
  const count = scan.segments.length;
  return (
    <div className={hasCaret ? `${styles.markdown} ${styles.growing}` : styles.markdown}>
      <Finished text={text} segments={scan.segments} count={count} onCopyLink={onCopyLink} />
      {open && (
        <OpenSegment
          key={open.start}
          segment={open}
          source={text.slice(open.start, open.end)}
          isGrowing={hasCaret}
          onCopyLink={onCopyLink}
        />
      )}
    </div>
  );
}

type FinishedProps = {
  readonly text: string;
  /** One array that grows; `count` says how much of it. */
  readonly segments: readonly MarkdownSegment[];
  readonly count: number;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

/** Looked at again only when another segment is finished: a long text has tens of thousands. */
const Finished = memo(
  function Finished({ text, segments, count, onCopyLink }: FinishedProps) {
    const shown = useGrowingCount(count);
    return segments
      .slice(0, shown)
      .map((segment, index) => (
        <Segment
          key={segment.start}
          segment={segment}
          source={text.slice(segment.start, segment.end)}
          isEager={count < lazyAbove || index >= count - 3}
          onCopyLink={onCopyLink}
        />
      ));
  },
  (before, after) =>
    before.segments === after.segments && before.count === after.count && before.onCopyLink === after.onCopyLink,
);

/** Segments that are made in one go; thousands would hold up the window. */
const madeAtOnce = 60;

/** `count`, reached by and by where it begins large; text that comes in pieces is there at once. */
function useGrowingCount(count: number): number {
  const [made, setMade] = useState(madeAtOnce);
  const isBehind = count > made + madeAtOnce;
  useEffect(() => {
    if (count <= made) return;
    if (!isBehind) {
      setMade(count);
      return;
    }
    // A frame between two goes, and what the user does comes first.
    const timer = setTimeout(() => setMade((before) => before + madeAtOnce), 4);
    return () => clearTimeout(timer);
  }, [count, made, isBehind]);
  return isBehind ? made : count;
}

type OpenSegmentProps = Omit<SegmentProps, 'isEager'> & { readonly isGrowing: boolean };

/** The one that is still being written: parsed again as it grows, the longer it is the less often. */
function OpenSegment({ segment, source, isGrowing, onCopyLink }: OpenSegmentProps) {
  const isParsed = segment.kind === 'markdown' && source.length <= largestSegment;
  const rested = useRestedText(source, isGrowing && isParsed, msPerCharacter);
  return <Segment segment={segment} source={rested} isEager onCopyLink={onCopyLink} />;
}

type SegmentProps = {
  readonly segment: MarkdownSegment;
  readonly source: string;
  readonly isEager: boolean;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

const Segment = memo(
  function Segment({ segment, source, isEager, onCopyLink }: SegmentProps) {
    const [isNear, setNear] = useState(isEager);
    const element = useRef<HTMLDivElement>(null);
    useEffect(() => {
      if (isNear || element.current === null) return;
      return whenNear(element.current, () => setNear(true));
    }, [isNear]);
    return (
      <div ref={element} className={styles.segment}>
        <SegmentContent segment={segment} source={source} isPlain={!isNear} onCopyLink={onCopyLink} />
      </div>
    );
  },
  (before, after) =>
    before.source === after.source &&
    before.segment.kind === after.segment.kind &&
    before.segment.codeEnd === after.segment.codeEnd &&
    before.onCopyLink === after.onCopyLink,
);

function SegmentContent(props: Omit<SegmentProps, 'isEager'> & { readonly isPlain: boolean }) {
  const { segment, source, isPlain, onCopyLink } = props;
  if (segment.kind === 'code') {
    const code = source.slice(segment.codeStart - segment.start, segment.codeEnd - segment.start);
    return (
      <pre className={styles.code} data-language={segment.language || undefined}>
        <code>
          <CodeBlock code={code} language={segment.language} at={segment.codeStart} />
        </code>
      </pre>
    );
  }
  if (isPlain || source.length > largestSegment) {
    return (
      <p className={styles.plain}>
        <LongText text={source.trimEnd()} at={segment.start} />
      </p>
    );
  }
  return <>{renderNodes(parseMarkdown(source), { source, base: segment.start, onCopyLink })}</>;
}

const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | null = null;

/** One observer for all segments; calls once, when the element comes within a screen of the view. */
function whenNear(element: Element, onNear: () => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) waiting.get(entry.target)?.();
    },
    { rootMargin: '1000px' },
  );
  const watcher = observer;
  waiting.set(element, onNear);
  watcher.observe(element);
  return () => watcher.unobserve(element);
}
