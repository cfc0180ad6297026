/**
 * Clients on Linux: the kernel's socket table gives the client's end an inode, and the process that has a descriptor of
 * it open is the client. Synchronous reads of small pseudo files, in the capture worker; bounded in time, with pauses.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { endianness } from 'node:os';
import {
  type ClientSocket,
  maxAncestors,
  type ProcessFacts,
  type SystemProcesses,
  socketKey,
} from './system-processes.ts';

/** Searching all processes ends here: what was not found by then is not found. A quiet machine needs 5 ms for a thousand descriptors. */
const maxSearchMs = 500;
/** Others of the worker get a turn after this long. */
const turnMs = 10;
/** Processes that were clients before are looked at first. */
const maxRecent = 16;

/** @param proc `/proc`, or a test's copy of one */
export function createLinuxProcesses(proc: string): SystemProcesses {
  let recent: readonly number[] = [];
  return {
    owners: async (sockets) => {
      const found = new Map<string, number>();
      const wanted = inodesOf(proc, sockets);
      const until = performance.now() + maxSearchMs;
      let turnEnds = performance.now() + turnMs;
      for (const pid of candidates(proc, recent)) {
        const now = performance.now();
        if (wanted.size === 0 || now > until) break;
        if (now > turnEnds) {
          await new Promise((resolve) => setImmediate(resolve));
          turnEnds = performance.now() + turnMs;
        }
        for (const inode of socketInodes(proc, pid, wanted)) {
          found.set(wanted.get(inode) as string, pid);
          wanted.delete(inode);
          recent = [pid, ...recent.filter((other) => other !== pid)].slice(0, maxRecent);
        }
      }
      return found;
    },
    lineage: async (pid) => {
      const lineage: ProcessFacts[] = [];
      let next: number | null = pid;
      while (next !== null && next > 1 && lineage.length < maxAncestors) {
        const facts = readProcess(proc, next);
        if (facts === null) break;
        lineage.push(facts);
        next = facts.parentPid;
      }
      return lineage;
    },
  };
}

/** Inode to `socketKey`, for those that the kernel's tables know. */
function inodesOf(proc: string, sockets: readonly ClientSocket[]): Map<string, string> {
  const keys = new Set(sockets.map(socketKey));
  const wanted = new Map<string, string>();
  for (const table of ['tcp', 'tcp6']) {
    if (wanted.size === keys.size) break;
    for (const { key, inode } of parseSocketTable(readText(`${proc}/self/net/${table}`) ?? '')) {
      if (keys.has(key)) wanted.set(inode, key);
    }
  }
  return wanted;
}

/**
 * The lines of `/proc/net/tcp` and `tcp6`, each as the key that it has when its local end is a client's.
 * @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function* parseSocketTable(text: string): Generator<{ readonly key: string; readonly inode: string }> {
  const line = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) .{2}(?: \S+){3}\s+\d+\s+\d+ (\d+) /gm;
  for (const [, address = '', port = '', ownPort = '', inode = '0'] of text.matchAll(line)) {
    // 0: closed by its process already, and kept by the kernel for a while.
    if (inode === '0') continue;
    const socket = {
      address: addressText(address),
      port: Number.parseInt(port, 16),
      ownPort: Number.parseInt(ownPort, 16),
    };
    yield { key: socketKey(socket), inode };
  }
}

/** Words of 32 bits in the machine's own byte order. Only loopback addresses need to come out right. */
function addressText(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => {
    const pairs = (word.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
    return endianness() === 'LE' ? pairs.reverse() : pairs;
  });
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255) return bytes.slice(12).join('.');
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1';
  return hex;
}

/** Recent clients, then everybody, youngest first: a new client is likely to be a young process. */
function* candidates(proc: string, recent: readonly number[]): Generator<number> {
  yield* recent;
  const all = readNames(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  for (const pid of all.sort((left, right) => right - left)) if (!recent.includes(pid)) yield pid;
}

/** Which of the wanted inodes a process has open. Others' processes may not be looked into: none. */
function socketInodes(proc: string, pid: number, wanted: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (const descriptor of readNames(`${proc}/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`${proc}/${pid}/fd/${descriptor}`))?.[1];
      if (inode !== undefined && wanted.has(inode)) found.push(inode);
    } catch {
      // Closed since.
    }
  }
  return found;
}

/** Parent and words of a process; null when it is gone. @see `man 5 proc`, `/proc/pid/stat` and `cmdline` */
function readProcess(proc: string, pid: number): ProcessFacts | null {
  const stat = readText(`${proc}/${pid}/stat`);
  if (stat === null) return null;
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const parentPid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return { pid, parentPid: parentPid > 0 ? parentPid : null, words: wordsOf(readText(`${proc}/${pid}/cmdline`), name) };
}

/** A program that renamed itself has all in one word, with spaces. */
function wordsOf(commandLine: string | null, name: string): readonly string[] {
  const words = (commandLine ?? '').replace(/\0+$/, '').split('\0');
  if (words.length === 1 && words[0] !== undefined && words[0].includes(' ')) return words[0].trim().split(/\s+/);
  return words[0] === '' ? [name] : words;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
