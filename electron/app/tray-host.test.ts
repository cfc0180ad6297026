import { expect, test } from 'vitest';
import { hasTrayHost } from './tray-host.ts';

const bus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' };
const answering = (answers: Readonly<Record<string, string>>) => async (file: string) => answers[file] ?? '';

test('macOS and Windows always have a place for it', async () => {
  expect(await hasTrayHost('darwin', {}, answering({}))).toBe(true);
  expect(await hasTrayHost('win32', {}, answering({}))).toBe(true);
});

test('Linux has one where a host is on the bus, whichever tool can ask', async () => {
  expect(await hasTrayHost('linux', bus, answering({ gdbus: '(true,)\n' }))).toBe(true);
  expect(await hasTrayHost('linux', bus, answering({ gdbus: '(false,)\n', 'dbus-send': 'boolean true' }))).toBe(false);
  expect(await hasTrayHost('linux', bus, answering({ 'dbus-send': '   boolean true\n' }))).toBe(true);
});

test('Linux has none without a bus, a host, or an answer', async () => {
  expect(await hasTrayHost('linux', {}, answering({ gdbus: '(true,)' }))).toBe(false);
  expect(await hasTrayHost('linux', bus, answering({}))).toBe(false);
});
