/** The commands and options of `wirelens`, declared once; each command's work is in its own file. */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import packageFacts from '../../package.json' with { type: 'json' };
import { exportFormatNames } from '../../shared/export/export-formats.ts';
import { tracesUrl } from '../../shared/export/traces-url.ts';
import type { HostRule } from '../../shared/model/interception.ts';
import { wireFormats } from '../../shared/model/wire-format.ts';
import { defaultDataFolder } from '../storage/data-folder.ts';
import { exportCa, removeCa, renewCa, showCa } from './ca-command.ts';
import { decodeCommand } from './decode-command.ts';
import { diffCommand } from './diff-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { exportCommand } from './export-command.ts';
import { parseFilterOption } from './filter-option.ts';
import { importCommand } from './import-command.ts';
import { parseIntercept, parseRedirect } from './intercept-option.ts';
import { listCommand } from './list-command.ts';
import { openCommand } from './open-command.ts';
import { runCommand } from './run-command.ts';
import { serveCommand } from './serve-command.ts';
import { showCommand } from './show-command.ts';
import { addStoreCommands } from './store-program.ts';
import type { Terminal } from './terminal.ts';
import { parseUpstream } from './upstream-option.ts';

/**
 * A program for one run. Wrong usage throws a CommanderError after it was told on stderr; `onStatus` hears of the exit
 * status of a program that `run` started.
 */
export function createProgram(terminal: Terminal, onStatus: (status: number) => void): Command {
  const program = new Command('wirelens')
    .description('See LLM traffic as it streams: capture it, list it, rebuild it, export it.')
    .version(packageFacts.version)
    .exitOverride()
    // What stands behind `run <command>` belongs to that command.
    .enablePositionalOptions()
    .showHelpAfterError('(wirelens help lists the commands)');
  addServe(program, terminal);
  addRun(program, terminal, onStatus);
  addList(program, terminal);
  addShow(program, terminal);
  addOpen(program, terminal);
  addDiff(program, terminal);
  addExport(program, terminal);
  addImport(program, terminal);
  addDecode(program, terminal);
  addCa(program, terminal);
  addDoctor(program, terminal, onStatus);
  addStoreCommands(program, terminal, { dataOption: () => dataOption(terminal), parseCount });
  for (const command of program.commands) {
    command.showHelpAfterError(`(wirelens help ${command.name()} explains)`);
    for (const inner of command.commands)
      inner.showHelpAfterError(`(wirelens ${command.name()} help ${inner.name()} explains)`);
  }
  return program;
}

function addServe(program: Command, terminal: Terminal): void {
  addServingOptions(program.command('serve'), terminal)
    .description('Listen and capture without a window, until SIGINT or SIGTERM.')
    .option('--json', 'one JSON object a line: first {"event":"listening"}, then one per ended exchange')
    .action((options) => serveCommand(options, terminal));
}

function addRun(program: Command, terminal: Terminal, onStatus: (status: number) => void): void {
  const mode = new Option('--mode <mode>', 'how the program is brought to us').choices(['proxy', 'base-url']);
  addServingOptions(program.command('run'), terminal)
    .description('Start a program whose LLM traffic is captured, and leave with its exit status.')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its words')
    .passThroughOptions()
    .addOption(mode.default('proxy'))
    .option('--json', 'the summary at the end (on stderr) as JSON')
    .action(async (words: readonly string[], options) => onStatus(await runCommand(words, options, terminal)));
}

/** What `serve` and `run` have in common. */
function addServingOptions(command: Command, terminal: Terminal): Command {
  return command
    .option('--port <number>', 'port to listen on, 0 for any free one; default: the settings (run: any)', parsePort)
    .option('--host <address>', 'address to listen on; default: the settings (loopback)')
    .addOption(dataOption(terminal))
    .option(
      '--upstream <name=url>',
      'add an upstream, or send an existing one there; repeatable',
      (word: string, earlier: readonly ReturnType<typeof parseUpstream>[]) => [...earlier, parseUpstream(word)],
      [],
    )
    .option(
      '--intercept <host>',
      'decrypt this host (name, address or glob) when used as a proxy; "known" for all known LLM hosts; repeatable',
      (word: string, earlier: readonly HostRule[]) => [...earlier, ...parseIntercept(word)],
      [],
    )
    .option(
      '--redirect <host=url>',
      'decrypt this host and let that endpoint answer in its place; repeatable',
      (word: string, earlier: readonly HostRule[]) => [...earlier, parseRedirect(word)],
      [],
    )
    .option('--capture <name>', 'record into this named capture, begun when there is none of the name')
    .option('--otlp <url>', 'send OpenTelemetry GenAI spans to this collector as exchanges end', parseCollector)
    .option('--otlp-content', 'prompts and answers in these spans too')
    .option('--otlp-redact', 'with stand-ins for secrets and personal data in them')
    .option('--http2', 'offer HTTP/2 to decrypted programs (those that speak nothing else get it anyway)')
    .option('--upstream-ca <file>', 'trust these certificates (PEM) of upstreams and proxies too');
}

function addCa(program: Command, terminal: Terminal): void {
  const ca = program.command('ca').description('The certificate authority that interception uses.');
  const add = (name: string, what: string): Command =>
    ca.command(name).description(what).addOption(dataOption(terminal)).option('--json', 'as JSON');
  ca.command('show', { isDefault: true })
    .description('Its fingerprint, and the hosts it may sign for.')
    .addOption(dataOption(terminal))
    .option('--json', 'as JSON')
    .action((options) => showCa(options, terminal));
  add('export', 'Write its certificate as PEM, for programs that shall trust it.')
    .option('--output <file>', 'file to write, - for stdout', '-')
    .action((options) => exportCa(options, terminal));
  add('renew', 'A new key and certificate; the old ones are worth nothing any more.').action((options) =>
    renewCa(options, terminal),
  );
  add('remove', 'Delete its key and certificate.').action((options) => removeCa(options, terminal));
}

function addOpen(program: Command, terminal: Terminal): void {
  program
    .command('open')
    .description('Show an exchange, or one event of it, in the window.')
    .argument('<id>', 'id or its first characters, with #12 for event 12; or a wirelens:// link')
    .addOption(dataOption(terminal))
    .option('--print', 'only print the link')
    .action((what: string, options) => openCommand(what, options, terminal));
}

function addDoctor(program: Command, terminal: Terminal, onStatus: (status: number) => void): void {
  program
    .command('doctor')
    .description(
      'Try every way in with real programs: what is captured, what leaks past. Status 1 when something leaks.',
    )
    .addOption(dataOption(terminal))
    .option('--port <number>', 'port where Wirelens listens; default: the settings', parsePort)
    .option('--json', 'as JSON')
    .action(async (options) => onStatus(await doctorCommand(options, terminal)));
}

function addList(program: Command, terminal: Terminal): void {
  program
    .command('list')
    .description('List captured exchanges, newest last.')
    .addOption(dataOption(terminal))
    .option('--limit <count>', 'how many of the newest', parseCount, 50)
    .option(
      '--filter <text>',
      'only those that pass, e.g. \'model:claude* status:>=400 ttft:>2s "exact words" -excluded\'',
      parseFilterOption,
    )
    .option('--capture <name>', 'only what was recorded into this named capture')
    .option('--conversations', 'conversations instead of exchanges')
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
    .addOption(
      new Option('--conversation', 'the whole conversation it belongs to, turn by turn').conflicts(['body', 'events']),
    )
    .option('--json', 'as JSON')
    .action((id: string, options) => showCommand(id, options, terminal));
}

function addDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff')
    .description('Compare two exchanges: requests, completions, headers, timing and usage.')
    .argument('<before>', 'id of an exchange, or the first characters of it')
    .argument('<after>', 'id of another one')
    .addOption(dataOption(terminal))
    .option('--json', 'as JSON')
    .action((before: string, after: string, options) => diffCommand(before, after, options, terminal));
}

function addExport(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('Write exchanges to a file or to stdout.')
    .argument('[ids...]', 'ids of exchanges, or the first characters of them')
    .addOption(dataOption(terminal))
    .addOption(new Option('--format <format>', 'file format').choices(exportFormatNames).default('markdown'))
    .option('--output <file>', 'file to write, - for stdout', '-')
    .option('--all', 'all exchanges instead of ids')
    .option('--capture <name>', 'all exchanges of this named capture instead of ids')
    .option('--conversation <id>', 'the whole conversation that this exchange belongs to, with its sub-agents')
    .option('--scan', 'write nothing; tell which secrets and personal data an export would give away')
    .option('--redact', 'put stand-ins for them; the captures stay as they are')
    .option('--keep <id>', 'a finding of --scan that stays as it is; repeatable', addWord, [])
    .option('--also-find <rule>', `look for more: phone, ip-address, or all; repeatable`, addWord, [])
    .option('--content', 'prompts and answers in OpenTelemetry spans too')
    .option('--otlp-endpoint <url>', 'send OpenTelemetry spans to this collector (OTLP/HTTP) instead')
    .option('--json', 'tell the written file, or the findings, as JSON')
    .action((ids: readonly string[], options) => exportCommand(ids, options, terminal));
}

function addImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description(
      'Take in exchanges of files: Wirelens archives, JSON and JSON Lines, HTTP archives (.har), lines of messages.',
    )
    .argument('<files...>', 'files to read; what is there already is skipped')
    .addOption(dataOption(terminal))
    .option('--capture <name>', 'put them into this named capture, begun when there is none of the name')
    .option('--json', 'one JSON object per file')
    .action((files: readonly string[], options) => importCommand(files, options, terminal));
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

function addWord(word: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, word];
}

function dataOption(terminal: Terminal): Option {
  const option = new Option('--data <folder>', 'data folder').default(defaultDataFolder(terminal.environment));
  return option.argParser((folder) => resolve(folder));
}

function parsePort(word: string): number {
  return parseNumber(word, 0, 65535);
}

function parseCollector(word: string): string {
  if (tracesUrl(word) !== null) return word;
  throw new InvalidArgumentError('It is no http or https URL.');
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
