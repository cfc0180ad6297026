/** Linux: a folder that looks like /proc as recorded on Linux 6.1, and the real one with a real client. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLinuxProcesses, parseSocketTable } from './linux-processes.ts';
import { socketKey } from './system-processes.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';
const tcp = `${head}   0: 0100007F:1EC6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 840480 1 00000000ed218e0a 100 0 0 10 0                    
   1: 0100007F:CE4B 0100007F:1EC6 01 00000000:00000000 02:000AF9C3 00000000  1000        0 839020 2 00000000dae6f505 20 4 30 10 -1                   
   2: 0100007F:1EC6 0100007F:CE4B 01 00000000:00000000 00:00000000 00000000     0        0 839021 1 0000000037a50c6e 20 4 30 10 -1                   
   3: 0100007F:CE4C 0100007F:1EC6 06 00000000:00000000 03:0000176E 00000000     0        0 0 3 0000000000000000                                      
`;
const tcp6 = `${head}   0: 00000000000000000000000001000000:CE50 00000000000000000000000001000000:1EC6 01 00000000:00000000 02:000AF9C3 00000000  1000        0 839030 2 00000000dae6f505 20 4 30 10 -1
   1: 0000000000000000FFFF00000100007F:CE51 0000000000000000FFFF00000100007F:1EC6 01 00000000:00000000 02:000AF9C3 00000000  1000        0 839031 2 00000000dae6f505 20 4 30 10 -1
`;

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'wirelens-proc-'));
  mkdirSync(join(proc, 'self', 'net'), { recursive: true });
  writeFileSync(join(proc, 'self', 'net', 'tcp'), tcp);
  writeFileSync(join(proc, 'self', 'net', 'tcp6'), tcp6);
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

function addProcess(
  pid: number,
  name: string,
  parentPid: number,
  commandLine: string,
  inodes: readonly number[],
): void {
  const folder = join(proc, String(pid));
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parentPid} ${pid} 17377 0 -1 4194304 97 0 0 0\n`);
  writeFileSync(join(folder, 'cmdline'), commandLine);
  symlinkSync('/dev/null', join(folder, 'fd', '0'));
  inodes.forEach((inode, index) => {
    symlinkSync(`socket:[${inode}]`, join(folder, 'fd', String(index + 3)));
  });
}

const port = 0x1ec6;
const client = { address: '127.0.0.1', port: 0xce4b, ownPort: port };

// The recorded tables are those of a little-endian machine.
test.skipIf(endianness() !== 'LE')('the socket table is read for both families, without what nobody holds', () => {
  const keys = (text: string) => [...parseSocketTable(text)].map(({ key, inode }) => `${key} = ${inode}`);
  expect(keys(tcp)).toEqual([
    '127.0.0.1 7878 0 = 840480',
    '127.0.0.1 52811 7878 = 839020',
    '127.0.0.1 7878 52811 = 839021',
  ]);
  expect(keys(tcp6)).toEqual(['::1 52816 7878 = 839030', '127.0.0.1 52817 7878 = 839031']);
});

test.skipIf(endianness() !== 'LE')(
  'the process that holds the client’s end is the client, not we who hold the other',
  async () => {
    addProcess(50, 'wirelens', 1, 'wirelens\0', [839021, 840480]);
    addProcess(60, 'node', 40, 'node\0app.mjs\0', [839020]);
    addProcess(61, 'six', 40, 'six\0', [839030]);
    const processes = createLinuxProcesses(proc);
    const six = { address: '::1', port: 0xce50, ownPort: port };
    const gone = { address: '127.0.0.1', port: 0xce4c, ownPort: port };
    const owners = await processes.owners([client, six, gone]);
    expect([...owners]).toEqual([
      [socketKey(six), 61],
      [socketKey(client), 60],
    ]);
  },
);

test('the lineage goes up to init, with the words of each', async () => {
  addProcess(1, 'init', 0, 'init\0', []);
  addProcess(40, 'bash) (x', 1, '-bash\0', []);
  addProcess(60, 'node', 40, 'node\0app.mjs\0--say\0hello you\0', []);
  addProcess(70, 'renamed', 60, 'claude --continue\0\0\0\0', []);
  addProcess(71, 'kernel', 70, '', []);
  expect(await createLinuxProcesses(proc).lineage(71)).toEqual([
    { pid: 71, parentPid: 70, words: ['kernel'] },
    { pid: 70, parentPid: 60, words: ['claude', '--continue'] },
    { pid: 60, parentPid: 40, words: ['node', 'app.mjs', '--say', 'hello you'] },
    { pid: 40, parentPid: 1, words: ['-bash'] },
  ]);
  expect(await createLinuxProcesses(proc).lineage(999)).toEqual([]);
});

test('a system that shows nothing is no failure', async () => {
  const processes = createLinuxProcesses(join(proc, 'nowhere'));
  expect((await processes.owners([client])).size).toBe(0);
});

test.skipIf(process.platform !== 'linux')('a real client is found by its socket', async () => {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ownPort = (server.address() as AddressInfo).port;
  const script = `require('node:net').connect(${ownPort}, '127.0.0.1')`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  try {
    const [socket] = (await once(server, 'connection')) as [net.Socket];
    const address = socket.remoteAddress ?? '';
    const remote = { address, port: socket.remotePort ?? 0, ownPort };
    const processes = createLinuxProcesses('/proc');
    expect((await processes.owners([remote])).get(socketKey(remote))).toBe(child.pid);
    const lineage = await processes.lineage(child.pid ?? 0);
    expect(lineage[0]?.words.slice(1)).toEqual(['-e', script]);
    expect(lineage[0]?.parentPid).toBe(process.pid);
    socket.destroy();
  } finally {
    child.kill();
    server.close();
  }
});
