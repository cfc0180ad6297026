import { expect, test } from 'vitest';
import { clientProcess, createClientFinder } from './client-finder.ts';
import { createClientNaming } from './client-naming.ts';
import { createNewClients } from './new-clients.ts';
import { type ClientSocket, type SystemProcesses, socketKey } from './system-processes.ts';

const socketAt = (port: number): ClientSocket => ({ address: '127.0.0.1', port, ownPort: 7878 });

/** Every even port belongs to process 100. */
function fakeSystem() {
  const asked: (readonly number[])[] = [];
  let lineages = 0;
  const system: SystemProcesses = {
    owners: async (sockets) => {
      asked.push(sockets.map(({ port }) => port));
      return new Map(sockets.filter(({ port }) => port % 2 === 0).map((socket) => [socketKey(socket), 100]));
    },
    lineage: async (pid) => {
      lineages += 1;
      return [{ pid, parentPid: 1, words: ['node', 'app.mjs'] }];
    },
  };
  return { system, asked, lineages: () => lineages };
}

function found(finder: ReturnType<typeof createClientFinder>, port: number): Promise<number | null> {
  return new Promise((resolve) => finder.find(socketAt(port), (process) => resolve(process?.pid ?? null)));
}

test('connections that come together are asked for together, and each process is described once', async () => {
  const { system, asked, lineages } = fakeSystem();
  const finder = createClientFinder(system, 1);
  const answers = await Promise.all([2, 3, 4, 2].map((port) => found(finder, port)));
  expect(answers).toEqual([100, null, 100, 100]);
  // The first one at once, the others a moment later.
  expect(asked).toEqual([[2], [3, 4]]);
  expect(lineages()).toBe(1);
  // Remembered.
  expect(await found(finder, 4)).toBe(100);
  expect(asked).toHaveLength(2);
  finder.dispose();
});

test('what was prepared is answered at once', async () => {
  const { system, asked } = fakeSystem();
  const finder = createClientFinder(system, 1);
  finder.prepare(socketAt(8));
  expect(await found(finder, 8)).toBe(100);
  let at: number | null = null;
  finder.find(socketAt(8), (process) => {
    at = process?.pid ?? null;
  });
  expect(at).toBe(100);
  expect(asked).toEqual([[8]]);
  finder.dispose();
});

test('we ourselves are nobody’s client, and a storm of connections is not all looked up', async () => {
  const { system, asked } = fakeSystem();
  const finder = createClientFinder(system, 100);
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => found(finder, index + 1)));
  expect(answers.every((pid) => pid === null)).toBe(true);
  expect(asked.flat().length).toBeLessThanOrEqual(257);
  finder.dispose();
});

test('after its end the finder leaves nobody waiting', async () => {
  const system: SystemProcesses = { owners: () => new Promise(() => undefined), lineage: async () => [] };
  const finder = createClientFinder(system, 1);
  const waiting = found(finder, 2);
  finder.dispose();
  expect(await waiting).toBeNull();
  expect(await found(finder, 4)).toBeNull();
});

test('the agent behind a program is found among those who started it', () => {
  const lineage = [
    { pid: 30, parentPid: 20, words: ['/usr/bin/python3', 'train.py'] },
    { pid: 20, parentPid: 10, words: ['/bin/zsh', '-c', 'python3 train.py'] },
    { pid: 10, parentPid: 1, words: ['node', '/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js'] },
  ];
  expect(clientProcess(lineage)).toEqual({
    pid: 30,
    parentPid: 20,
    name: 'python3',
    program: 'python3 train.py',
    command: 'python3 train.py',
    agent: 'claude',
  });
  expect(clientProcess(lineage.slice(2))).toMatchObject({ program: 'claude', agent: 'claude', name: 'node' });
  expect(clientProcess([])).toBeNull();
});

test('an end waits for the client’s name, but not when everything ends', () => {
  const asked: ((process: null) => void)[] = [];
  const finder = {
    prepare: () => undefined,
    find: (_: unknown, on: (process: null) => void) => asked.push(on),
    dispose: () => undefined,
  };
  const naming = createClientNaming(finder as never);
  const client = { address: '127.0.0.1', port: 5, ownPort: 7878, userAgent: null, program: null, pid: null };
  const named: unknown[] = [];
  const begin = (id: string) => naming.begin({ id, client } as never, { client: (process) => named.push(process) });
  const ends: string[] = [];
  begin('a');
  begin('b');
  expect(naming.holdEnd('a', () => ends.push('a'))).toBe(true);
  expect(naming.holdEnd('b', () => ends.push('b'))).toBe(true);
  expect(naming.holdEnd('c', () => ends.push('c'))).toBe(false);
  asked[0]?.(null);
  expect(ends).toEqual(['a']);
  naming.dispose();
  expect(ends).toEqual(['a', 'b']);
  expect(named).toEqual([]);
});

test('a connection is announced with its first request', () => {
  const newClients = createNewClients();
  const client = { address: '::ffff:127.0.0.1', port: 5, ownPort: 7878, userAgent: null, program: null, pid: null };
  const connection = {};
  expect(newClients(client, connection)).toEqual({ address: '::ffff:127.0.0.1', port: 5, ownPort: 7878 });
  expect(newClients(client, connection)).toBeNull();
  expect(newClients(client, {})).not.toBeNull();
  expect(newClients(client)).not.toBeNull();
  expect(newClients({ ...client, address: '192.168.0.7' }, {})).toBeNull();
});

test('what is known of a connection holds until another one has its port', async () => {
  let owner = 100;
  const system: SystemProcesses = {
    owners: async (sockets) => new Map(sockets.map((socket) => [socketKey(socket), owner])),
    lineage: async (pid) => [{ pid, parentPid: 1, words: ['node', 'app.mjs'] }],
  };
  const finder = createClientFinder(system, 1);
  expect(await found(finder, 8)).toBe(100);
  owner = 200;
  expect(await found(finder, 8)).toBe(100);
  finder.prepare(socketAt(8));
  expect(await found(finder, 8)).toBe(200);
  finder.dispose();
});
