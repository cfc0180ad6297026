/** docs/FORMATS.md as text. */
import { findingKinds, type ProblemKind } from '../../shared/model/finding.ts';
import type { Adapter } from '../../shared/providers/adapter.ts';
import type { OracleNotes } from '../../tests/support/oracle-notes.ts';
import type { FixtureComparison, Verdict } from './compare-fixture.ts';
import { oddSection } from './odd-section.ts';

export type FormatFacts = {
  readonly adapter: Adapter;
  readonly note: OracleNotes | null;
  readonly comparisons: readonly FixtureComparison[];
  readonly checks: readonly ProblemKind[];
};

/** `oddFormats`: those that odd streams are made for. */
export function writePage(formats: readonly FormatFacts[], oddFormats: readonly string[]): string {
  const recorded = formats.filter((format) => format.comparisons.length > 0);
  return `${[
    ...introduction(recorded),
    ...recorded.flatMap(formatSection),
    ...oddSection(oddFormats),
    ...usageSection(formats),
    ...checksSection(recorded),
  ].join('\n')}\n`;
}

function introduction(formats: readonly FormatFacts[]): readonly string[] {
  const count = formats.reduce((sum, format) => sum + format.comparisons.length, 0);
  return [
    '# Wire formats, and how they are proven',
    '',
    `Made by \`npm run formats\` from ${count} recorded responses that nobody on this project wrote, each with what independent`,
    'SDKs made of it. Every recording is read whole, byte by byte and cut at random places (`shared/providers/fixtures.test.ts`);',
    'what is compared:',
    '',
    "- **final object**: our `native` against the final object of the provider's official SDK, every field on the wire;",
    '- **other SDK**: text, reasoning, tool calls, finish reason, id, model and usage against an SDK of another maker;',
    '- **events**: our events against those that the official SDK parsed, where it joins nothing itself.',
    '',
    'Equal is strict equality after taking off only what the recordings’ own notes call unreliable. Everything that differs is',
    'listed below with the fact that explains it.',
    '',
    '| format | recordings | of them errors | final object | other SDK | events | dropped | findings |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...formats.map(summaryRow),
    '',
    '*dropped*: recordings with a field that the final object lacks, all named below. *findings*: recordings in which the server',
    'broke its own format, all named below. A dash: these recordings have no such oracle.',
    '',
  ];
}

function summaryRow({ adapter, comparisons }: FormatFacts): string {
  const cells = [
    `[${adapter.format}](#${adapter.format})`,
    comparisons.length,
    comparisons.filter((item) => item.isError).length,
    tally(comparisons.map((item) => item.native)),
    tally(comparisons.map((item) => item.summary)),
    tally(comparisons.map((item) => item.events)),
    comparisons.filter((item) => item.hasLoss).length,
    comparisons.filter((item) => item.findings.length > 0).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** `41 of 42`: equal of compared. */
function tally(verdicts: readonly Verdict[]): string {
  const compared = verdicts.filter((verdict) => verdict !== 'none');
  if (compared.length === 0) return '–';
  return `${compared.filter((verdict) => verdict === 'equal').length} of ${compared.length}`;
}

function formatSection(format: FormatFacts): readonly string[] {
  const { adapter } = format;
  const consumed = adapter.consumedFields ?? [];
  const repeated = adapter.terminal
    ? 'The stream’s last event repeats the answer: the rebuilt object is held against it.'
    : 'The stream’s last event repeats nothing that could be held against the rebuilt object.';
  return [
    `## ${adapter.format}`,
    '',
    `${adapter.title}. ${repeated}`,
    '',
    ...(consumed.length === 0
      ? []
      : [`Fields used up on purpose, so no loss: ${consumed.map((name) => `\`${name}\``).join(', ')}.`, '']),
    ...differences(format),
    ...losses(format),
    ...findings(format),
  ];
}

function differences({ note, comparisons }: FormatFacts): readonly string[] {
  const differing = comparisons.filter((item) => [item.native, item.summary, item.events].includes('differs'));
  if (differing.length === 0) return ['Nothing differs from any oracle.', ''];
  const rows = differing.map((item) => {
    const deviation = note?.deviations[item.id];
    const fields = [...(deviation?.native ?? []), ...(deviation?.summary ?? [])]
      .map((path) => `\`${path}\``)
      .join(', ');
    return `| ${nameOf(item.id)} | ${fields} | ${cell(deviation?.because ?? 'not explained')} |`;
  });
  return ['| differs in | what | why |', '|---|---|---|', ...rows, ''];
}

function losses({ note }: FormatFacts): readonly string[] {
  const known = note?.losses ?? [];
  if (known.length === 0) return ['The final object lacks no field of any recording.', ''];
  const rows = known.map(
    ({ fixtures, paths, because }) =>
      `| ${fixtures.map(nameOf).join(', ')} | ${paths.map((path) => `\`${path.endsWith('.') ? `${path}*` : path}\``).join(', ')} | ${cell(because)} |`,
  );
  return ['| dropped in | field | why |', '|---|---|---|', ...rows, ''];
}

function findings({ note, comparisons }: FormatFacts): readonly string[] {
  const found = comparisons.filter((item) => item.findings.length > 0);
  if (found.length === 0) return ['No recorded server broke the format.', ''];
  const rows = found.map((item) => {
    const kinds = item.findings.map((kind) => `\`${kind}\``).join(', ');
    return `| ${nameOf(item.id)} | ${kinds} | ${cell(note?.findings?.[item.id]?.because ?? 'not explained')} |`;
  });
  return ['| found in | finding | fact |', '|---|---|---|', ...rows, ''];
}

const counts = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'totalTokens',
] as const;

function usageSection(formats: readonly FormatFacts[]): readonly string[] {
  const told = formats.filter(({ adapter }) => adapter.usageFormula !== undefined);
  return [
    '## Usage',
    '',
    'One meaning for all formats: input is everything the model read, cached parts included; output is everything it wrote,',
    'reasoning included. What a format does not report is "not reported", never 0.',
    '',
    `| format | ${counts.map((count) => count.replace('Tokens', '')).join(' | ')} |`,
    `|---${'|---'.repeat(counts.length)}|`,
    ...told.map(({ adapter }) => {
      const formula = adapter.usageFormula ?? {};
      return `| ${adapter.format} | ${counts.map((count) => cell(formula[count] ?? 'not reported')).join(' | ')} |`;
    }),
    '',
  ];
}

function checksSection(formats: readonly FormatFacts[]): readonly string[] {
  const kinds = (Object.keys(findingKinds) as ProblemKind[]).filter((kind) =>
    formats.some((format) => format.checks.includes(kind)),
  );
  const rows = kinds.map((kind) => {
    const { title, category, explanation } = findingKinds[kind];
    const checking = formats.filter((format) => format.checks.includes(kind));
    const names =
      checking.length === formats.length ? 'all' : checking.map((format) => format.adapter.format).join(', ');
    return `| ${title}<br>\`${kind}\` | ${category} | ${cell(explanation)} | ${names} |`;
  });
  return [
    '## Conformance checks',
    '',
    'Each finding names the event that shows it. They are looked for where a recording is read in full (the detail view, `decode`,',
    '`show`, exports), not while traffic flows.',
    '',
    '| finding | category | what clients make of it | formats |',
    '|---|---|---|---|',
    ...rows,
  ];
}

/** The recording's own name; the folder says only the vendor. */
function nameOf(id: string): string {
  return `\`${id}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
