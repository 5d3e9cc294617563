import { describe, expect, it } from '@jest/globals';
import { linkCommand, mailText, tour } from './welcome.js';

const DEMO = { base_url: 'http://127.0.0.1:3000', company_id: 'c-1', token: 'dbk_secret', filled: true };
const tokenFile = "/data/it's here/demo.json";
const outbox = "/data/it's here/outbox";
const inbox = 'http://127.0.0.1:3000/login#dbl_secret';

describe('the welcome', () => {
  it('shows where approved e-mails go, without the password of the mail server', () => {
    const config = { DATA_DIR: '/data', DELIVERY: undefined, SMTP_URL: undefined };
    expect(mailText(config)).toBe('sandbox: files in /data/outbox, nothing is sent');
    expect(mailText({ ...config, SMTP_URL: 'smtp://desk:secret@mail.example:587' })).toBe(
      'sent by mail.example:587',
    );
    expect(mailText({ ...config, DELIVERY: 'external' })).toBe('external: other programs send them');
  });

  it('shows the e-mail of the sandbox', () => {
    const text = tour(DEMO, { tokenFile, outbox, inbox, isTerminal: true }, 'a-1', undefined);
    expect(text).toContain(String.raw`  cat '/data/it'\''s here/outbox'/a-1@*.eml`);
    expect(
      tour(DEMO, { tokenFile, outbox: null, inbox: null, isTerminal: true }, 'a-1', undefined),
    ).not.toContain('.eml');
  });

  it('shows the token in a terminal, in commands that work in any shell', () => {
    const lines = tour(DEMO, { tokenFile, outbox, inbox, isTerminal: true }, 'a-1', undefined).split('\n');
    expect(lines.slice(0, 4)).toEqual([`Inbox    ${inbox}`, 'Company  c-1', 'Token    dbk_secret', '']);
    const commands = lines.filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toContain(`-H 'Authorization: Token dbk_secret' `);
  });

  it('does not show the token elsewhere, but a command that reads it from its file', () => {
    const text = tour(
      DEMO,
      { tokenFile, outbox: null, inbox: linkCommand('p-1'), isTerminal: false },
      'a-1',
      undefined,
    );
    expect(text).not.toContain('dbk_');
    const lines = text.split('\n');
    expect(lines[0]).toBe('Inbox    npm run --silent cli -- login-link create --contact p-1');
    expect(lines[2]).toBe(`Token    in ${tokenFile}`);
    expect(lines).toContain(String.raw`  TOKEN=$(node -p 'require("/data/it'\''s here/demo.json").token')`);
    const commands = lines.filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toContain('-H "Authorization: Token $TOKEN" ');
  });
});
