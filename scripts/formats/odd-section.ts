/** The part of docs/FORMATS.md about streams that no recording has. */
import { factsBesideStreams, sdkFacts } from '../../tests/support/odd/sdk-facts.ts';

/** What is made, what it is held against, and where an SDK's release does otherwise. */
export function oddSection(formats: readonly string[]): readonly string[] {
  return [
    '## Streams that no recording has',
    '',
    '`npm run differential` makes streams that the wire types allow and few servers send: choices, items and calls in turns,',
    'empty and late fields, fields that nobody has heard of at every level, usage in odd places, pairs of surrogates cut in two,',
    'other spellings of JSON and framing. Each is read by us and by the official SDK where that has a final object of its own,',
    'field by field; it must say what it was made to say, show no finding, and read the same with and without the shortcuts for',
    'events that repeat. Copies of events that differ in one place only go in between. All recordings are written anew likewise,',
    'and their texts cut into other pieces. The tests run a short one (`shared/providers/odd-streams.proof.test.ts`).',
    '',
    `Formats: ${formats.map((format) => `\`${format}\``).join(', ')}. Nothing differs but what is a fact about an SDK:`,
    '',
    '| format | fact | place |',
    '|---|---|---|',
    ...[...sdkFacts, ...factsBesideStreams].map(({ format, why, place }) => `| ${format} | ${why} | ${place} |`),
    '',
  ];
}
