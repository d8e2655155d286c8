import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { Desk } from './src/desk.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.close();
});

test('the desk of these tests has what a real one has: notifications, keychain, sound', async () => {
  desk = await Desk.open('desk');
  execFileSync('dunstify', ['-u', 'critical', 'Heading', 'Text'], { env: desk.env });
  expect(await desk.nextNotification()).toEqual({ summary: 'Heading', body: 'Text', stays: true });
  expect(execFileSync('pactl', ['list', 'short', 'sinks'], { env: desk.env, encoding: 'utf8' })).toContain('ward');
});
