/** What the user should know is told once, and what has passed is not told beside what it ended. */
import { expect, test } from 'vitest';
import type { Notice } from '../../shared/ipc/contract.ts';
import { createNoticeBoard, trafficNotice } from './notices.ts';

test('a store that is written again takes back that it was not, and is no warning', () => {
  const heard: Notice[] = [];
  const board = createNoticeBoard((notice) => heard.push(notice));
  board.post(trafficNotice('warning', 'Captures are not being saved', 'The disk is full.'));
  expect(board.all()).toMatchObject([{ tone: 'warning', panel: 'settings' }]);
  board.post(trafficNotice('warning', 'Captures are saved again', 'It has room.'));
  expect(board.all()).toMatchObject([{ tone: 'info', title: 'Captures are saved again' }]);
  expect(heard).toHaveLength(2);
});

test('what nothing is known of stands by itself, without a button', () => {
  expect(trafficNotice('danger', 'The proxy has stopped', 'why')).toEqual({
    id: 'The proxy has stopped',
    tone: 'danger',
    title: 'The proxy has stopped',
    text: 'why',
  });
});
