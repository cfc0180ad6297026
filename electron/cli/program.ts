/** The commands and options of `wirelens`, declared once; each command's work is in its own file. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import packageFacts from '../../package.json' with { type: 'json' };
import { wireFormats } from '../../shared/model/wire-format.ts';
import { defaultDataFolder } from '../storage/data-folder.ts';
import { decodeCommand } from './decode-command.ts';
import { exportCommand } from './export-command.ts';
import { listCommand } from './list-command.ts';
import { serveCommand } from './serve-command.ts';
import { showCommand } from './show-command.ts';
import type { Terminal } from './terminal.ts';
import { parseUpstream } from './upstream-option.ts';

/** A program for one run. Wrong usage throws a CommanderError after it was told on stderr. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('wirelens')
    .description('See LLM traffic as it streams: capture it, list it, rebuild it, export it.')
    .version(packageFacts.version)
    .exitOverride()
    .showHelpAfterError('(wirelens help <command> explains)');
  addServe(program, terminal);
  addList(program, terminal);
  addShow(program, terminal);
  addExport(program, terminal);
  addDecode(program, terminal);
  return program;
}

function addServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('Listen and capture without a window, until SIGINT or SIGTERM.')
    .option('--port <number>', 'port to listen on, 0 for any free one; default: the settings', parsePort)
    .option('--host <address>', 'address to listen on; default: the settings (loopback)')
    .addOption(dataOption(terminal))
    .option(
      '--upstream <name=url>',
      'add an upstream, or send an existing one there; repeatable',
      (word: string, earlier: readonly ReturnType<typeof parseUpstream>[]) => [...earlier, parseUpstream(word)],
      [],
    )
    .option('--json', 'one JSON object a line: first {"event":"listening"}, then one per ended exchange')
    .action((options) => serveCommand(options, terminal));
}

function addList(program: Command, terminal: Terminal): void {
  program
    .command('list')
    .description('List captured exchanges, newest last.')
    .addOption(dataOption(terminal))
    .option('--limit <count>', 'how many of the newest', parseCount, 50)
    .option('--json', 'one JSON object per exchange and line')
    .action((options) => listCommand(options, terminal));
}

function addShow(program: Command, terminal: Terminal): void {
  program
    .command('show')
    .description('Show one exchange: a transcript, its events, or its response body.')
    .argument('<id>', 'id of the exchange, or the first characters of it')
    .addOption(dataOption(terminal))
    .addOption(new Option('--body', 'only the response body, decoded').conflicts('events'))
    .option('--events', 'only the event log')
    .option('--json', 'as JSON')
    .action((id: string, options) => showCommand(id, options, terminal));
}

function addExport(program: Command, terminal: Terminal): void {
  const formats = ['markdown', 'json', 'har', 'curl', 'raw'];
  program
    .command('export')
    .description('Write exchanges to a file or to stdout.')
    .argument('[ids...]', 'ids of exchanges, or the first characters of them')
    .addOption(dataOption(terminal))
    .addOption(new Option('--format <format>', 'file format').choices(formats).default('markdown'))
    .option('--output <file>', 'file to write, - for stdout', '-')
    .option('--all', 'all exchanges instead of ids')
    .option('--json', 'tell the written file as JSON')
    .action((ids: readonly string[], options) => exportCommand(ids, options, terminal));
}

function addDecode(program: Command, terminal: Terminal): void {
  program
    .command('decode')
    .description('Rebuild a saved response body and print the result as JSON.')
    .argument('<file>', 'the body, content-encoding removed; - for stdin')
    .addOption(new Option('--format <format>', 'wire format').choices([...wireFormats]).makeOptionMandatory())
    .option('--content-type <type>', 'content-type of the response')
    .option('--status <number>', 'status of the response', parseStatus, 200)
    .option('--request <file>', "the request's JSON body")
    .option('--json', 'on one line')
    .action((file: string, options) => decodeCommand(file, options, terminal));
}

function dataOption(terminal: Terminal): Option {
  const option = new Option('--data <folder>', 'data folder').default(defaultDataFolder(terminal.environment));
  return option.argParser((folder) => resolve(folder));
}

function parsePort(word: string): number {
  return parseNumber(word, 0, 65535);
}

function parseCount(word: string): number {
  return parseNumber(word, 1, 1_000_000);
}

function parseStatus(word: string): number {
  return parseNumber(word, 100, 599);
}

function parseNumber(word: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`A whole number from ${least} to ${most} is needed.`);
}
