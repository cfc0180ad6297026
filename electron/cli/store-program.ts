/** Declares the commands about what is kept: captures, prune, compact, pin. */
import type { Command, Option } from 'commander';
import {
  assignCaptureCommand,
  beginCaptureCommand,
  changeCaptureCommand,
  listCapturesCommand,
} from './captures-command.ts';
import { compactCommand, pinCommand, pruneCommand } from './prune-command.ts';
import { parseAge, parseSize } from './sizes.ts';
import type { Terminal } from './terminal.ts';

/** `dataOption` makes `--data`, `parseCount` reads a whole number. */
export type StoreProgramParts = {
  readonly dataOption: () => Option;
  readonly parseCount: (word: string) => number;
};

/** Adds the commands. */
export function addStoreCommands(program: Command, terminal: Terminal, parts: StoreProgramParts): void {
  addCaptures(program, terminal, parts);
  program
    .command('prune')
    .description('Delete the oldest exchanges beyond an age, size or count; pinned ones stay.')
    .addOption(parts.dataOption())
    .option('--older-than <age>', 'those older than this, e.g. 30d, 12h, 2w', parseAge)
    .option('--max-size <size>', 'the oldest until the captures take at most this, e.g. 2GB', parseSize)
    .option('--max-count <count>', 'the oldest until there are at most this many', parts.parseCount)
    .option('--dry-run', 'only say what would be deleted')
    .option('--json', 'as JSON')
    .action((options) => pruneCommand(options, terminal));
  program
    .command('compact')
    .description('Make the file of the captures as small as what it holds.')
    .addOption(parts.dataOption())
    .option('--json', 'as JSON')
    .action((options) => compactCommand(options, terminal));
  program
    .command('pin')
    .description('Keep exchanges whatever the limits are.')
    .argument('<ids...>', 'ids of exchanges, or the first characters of them')
    .addOption(parts.dataOption())
    .option('--off', 'no longer')
    .action((ids: readonly string[], options) => pinCommand(ids, options, terminal));
}

function addCaptures(program: Command, terminal: Terminal, { dataOption }: StoreProgramParts): void {
  const captures = program.command('captures').description('The named captures: sessions that are kept apart.');
  const add = (name: string, what: string): Command =>
    captures.command(name).description(what).addOption(dataOption()).option('--json', 'as JSON');
  captures
    .command('list', { isDefault: true })
    .description('All of them, with how much is in them.')
    .addOption(dataOption())
    .option('--json', 'as JSON')
    .action((options) => listCapturesCommand(options, terminal));
  add('begin <name>', 'Begin one; `serve --capture` and `run --capture` do so too.').action((name: string, options) =>
    beginCaptureCommand(name, options, terminal),
  );
  add('rename <name> <next>', 'Give it another name.').action((name: string, next: string, options) =>
    changeCaptureCommand({ kind: 'rename', name, next }, options, terminal),
  );
  add('merge <name> <into>', 'Make it part of another one.').action((name: string, into: string, options) =>
    changeCaptureCommand({ kind: 'merge', name, into }, options, terminal),
  );
  add('add <name> <ids...>', 'Put exchanges into it; begun when there is none of the name.').action(
    (name: string, ids: readonly string[], options) => assignCaptureCommand(name, ids, options, terminal),
  );
  add('take-out <ids...>', 'Take exchanges out of the capture that they are in.').action(
    (ids: readonly string[], options) => assignCaptureCommand(null, ids, options, terminal),
  );
  add('forget <name>', 'Drop the name; its exchanges stay.').action((name: string, options) =>
    changeCaptureCommand({ kind: 'forget', name }, options, terminal),
  );
  add('delete <name>', 'Delete it and its exchanges.').action((name: string, options) =>
    changeCaptureCommand({ kind: 'delete', name }, options, terminal),
  );
}
