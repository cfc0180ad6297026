/**
 * Captured markdown as React elements, made from a syntax tree: no HTML is ever injected, links do nothing by
 * themselves, images are never loaded. Every leaf carries `data-at`, its place in the source, for provenance.
 */
import { memo, useMemo, useRef } from 'react';
import { ownText } from '../lib/own-text.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { isCostlyMarkdown } from './costly-markdown.ts';
import { guessHeight } from './guess-height.ts';
import { LongTable } from './LongTable.tsx';
import { LongText } from './LongText.tsx';
import styles from './Markdown.module.css';
import { renderNodes } from './markdown-nodes.tsx';
import { emptyScan, extendScan, type MarkdownSegment, openSegment } from './markdown-segments.ts';
import { type Bundle, extendBundles, noBundles } from './markdown-stretches.ts';
import { parsedMarkdown } from './parsed-markdown.ts';
import { Stretch } from './Stretch.tsx';
import { type LongTableLines, tableLines } from './table-lines.ts';
import { useGrowingCount } from './use-growing-count.ts';
import { useRestedText } from './use-rested-text.ts';

type MarkdownProps = {
  readonly text: string;
  /** Called with the address of a link that the user asks to copy. */
  readonly onCopyLink?: ((url: string) => void) | undefined;
  /** A caret stands behind the last word. */
  readonly hasCaret?: boolean;
};

/**
 * How long a growing segment rests per character. Parsing and laying out a paragraph of 1,000 takes about 1 ms, so a
 * tenth of the window's time at most goes there.
 */
const msPerCharacter = 0.01;
/** Segments larger than this are shown as plain text: parsing them would block the window. */
const largestSegment = 12_000;
const lineHeight = 21;
/** Characters that are cut into segments in one go: 5 MB take 50 ms. */
const scannedAtOnce = 600_000;

/** Cheap for growing text: finished segments are parsed once. */
export function Markdown({ text, onCopyLink, hasCaret = false }: MarkdownProps) {
  const scanned = useRef(emptyScan);
  const until = useGrowingCount(text.length, scannedAtOnce);
  const scan = useMemo(() => {
    scanned.current = extendScan(scanned.current, text, until);
    return scanned.current;
  }, [text, until]);
  const open = until < text.length ? null : openSegment(scan);
  const count = scan.segments.length;
  return (
    <div className={hasCaret ? `${styles.markdown} ${styles.growing}` : styles.markdown}>
      <Finished text={text} segments={scan.segments} count={count} onCopyLink={onCopyLink} />
      {open && (
        <OpenSegment
          key={open.start}
          segment={open}
          source={ownText(text.slice(open.start, open.end))}
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

/**
 * Looked at again only when another segment is finished: a long text has tens of thousands. Stretches stand in bundles,
 * which are far or near as stretches are: 5 MB are 200 elements, of which the browser lays out the two in sight.
 */
const Finished = memo(
  function Finished({ text, segments, count, onCopyLink }: FinishedProps) {
    const known = useRef(noBundles);
    const bundles = useMemo(() => {
      known.current = extendBundles(known.current, segments, count, text);
      return known.current.bundles;
    }, [segments, count, text]);
    const shown = useGrowingCount(bundles.length, madeAtOnce);
    return bundles
      .slice(0, shown)
      .map((bundle, index) => (
        <BundleStretch
          key={bundle.start}
          bundle={bundle}
          segments={segments}
          isFirst={index === 0}
          isLast={index === bundles.length - 1}
          onCopyLink={onCopyLink}
        />
      ));
  },
  (before, after) =>
    before.segments === after.segments && before.count === after.count && before.onCopyLink === after.onCopyLink,
);

/** Bundles that are made in one go; hundreds would hold up the window. */
const madeAtOnce = 24;
/** Of the first and of the last stretches, which are in sight when a text is opened. */
const eagerStretches = 2;

type BundleStretchProps = {
  readonly bundle: Bundle;
  readonly segments: readonly MarkdownSegment[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

const BundleStretch = memo(function BundleStretch(props: BundleStretchProps) {
  const { bundle, segments, isFirst, isLast, onCopyLink } = props;
  const { runs, source, start } = bundle;
  return (
    <Stretch
      text={source.trimEnd()}
      at={start}
      guessedHeight={guessHeight(source, lineHeight)}
      isEager={isFirst || isLast}
      className={styles.stretch}
    >
      {() =>
        runs.map((run, index) => {
          const own = segments.slice(run.first, run.end);
          const from = own[0]?.start ?? 0;
          return (
            <SegmentStretch
              key={from}
              source={source.slice(from - start, (own.at(-1)?.end ?? 0) - start)}
              start={from}
              segments={own}
              isEager={(isFirst && index < eagerStretches) || (isLast && index >= runs.length - eagerStretches)}
              onCopyLink={onCopyLink}
            />
          );
        })
      }
    </Stretch>
  );
});

type SegmentStretchProps = {
  readonly source: string;
  readonly start: number;
  readonly segments: readonly MarkdownSegment[];
  readonly isEager: boolean;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

const SegmentStretch = memo(
  function SegmentStretch({ source, start, segments, isEager, onCopyLink }: SegmentStretchProps) {
    return (
      <Stretch
        text={source.trimEnd()}
        at={start}
        guessedHeight={guessHeight(source, lineHeight)}
        isEager={isEager}
        className={styles.stretch}
      >
        {() =>
          segments.map((segment) => (
            <Segment
              key={segment.start}
              segment={segment}
              source={source.slice(segment.start - start, segment.end - start)}
              onCopyLink={onCopyLink}
            />
          ))
        }
      </Stretch>
    );
  },
  (before, after) => before.source === after.source && before.onCopyLink === after.onCopyLink,
);

type OpenSegmentProps = SegmentProps & { readonly isGrowing: boolean };

/** The one that is still being written: parsed again as it grows, the longer it is the less often. */
function OpenSegment({ segment, source, isGrowing, onCopyLink }: OpenSegmentProps) {
  const isParsed = segment.kind === 'markdown' && source.length <= largestSegment;
  const rested = useRestedText(source, isGrowing && isParsed, msPerCharacter);
  return <Segment segment={segment} source={rested} onCopyLink={onCopyLink} />;
}

type SegmentProps = {
  readonly segment: MarkdownSegment;
  readonly source: string;
  readonly onCopyLink: ((url: string) => void) | undefined;
};

const Segment = memo(
  function Segment({ segment, source, onCopyLink }: SegmentProps) {
    return (
      <div className={styles.segment} data-continued={segment.isContinued || undefined}>
        <SegmentContent segment={segment} source={source} onCopyLink={onCopyLink} />
      </div>
    );
  },
  (before, after) =>
    before.source === after.source &&
    before.segment.kind === after.segment.kind &&
    before.segment.codeEnd === after.segment.codeEnd &&
    before.onCopyLink === after.onCopyLink,
);

function SegmentContent({ segment, source, onCopyLink }: SegmentProps) {
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
  if (source.length > largestSegment || isCostlyMarkdown(source)) {
    const table = tableLines(source);
    if (table !== null) return <AroundTable segment={segment} source={source} table={table} onCopyLink={onCopyLink} />;
    return (
      <p className={styles.plain}>
        <LongText text={source.trimEnd()} at={segment.start} />
      </p>
    );
  }
  return <>{renderNodes(parsedMarkdown(source), { source, base: segment.start, onCopyLink })}</>;
}

/** A large table, and what stands before and after it in its segment. */
function AroundTable({ segment, source, table, onCopyLink }: SegmentProps & { readonly table: LongTableLines }) {
  const part = (from: number, to: number) =>
    source.slice(from, to).trim() === '' ? null : (
      <SegmentContent
        segment={{ ...segment, start: segment.start + from, end: segment.start + to }}
        source={source.slice(from, to)}
        onCopyLink={onCopyLink}
      />
    );
  return (
    <>
      {part(0, table.start)}
      <LongTable table={table} source={source} base={segment.start} onCopyLink={onCopyLink} />
      {part(table.end, source.length)}
    </>
  );
}
