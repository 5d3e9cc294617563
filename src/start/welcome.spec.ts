import { describe, expect, it } from '@jest/globals';
import { tour } from './welcome.js';

const DEMO = { base_url: 'http://127.0.0.1:3000', company_id: 'c-1', token: 'dbk_secret', filled: true };
const tokenFile = "/data/it's here/demo.json";

describe('the welcome', () => {
  it('shows the token in a terminal, in commands that work in any shell', () => {
    const lines = tour(DEMO, { tokenFile, isTerminal: true }, 'a-1', undefined).split('\n');
    expect(lines.slice(0, 3)).toEqual(['Company  c-1', 'Token    dbk_secret', '']);
    const commands = lines.filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toContain(`-H 'Authorization: Token dbk_secret' `);
  });

  it('does not show the token elsewhere, but a command that reads it from its file', () => {
    const text = tour(DEMO, { tokenFile, isTerminal: false }, 'a-1', undefined);
    expect(text).not.toContain('dbk_');
    const lines = text.split('\n');
    expect(lines[1]).toBe(`Token    in ${tokenFile}`);
    expect(lines).toContain(String.raw`  TOKEN=$(node -p 'require("/data/it'\''s here/demo.json").token')`);
    const commands = lines.filter((line) => line.startsWith('  curl '));
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toContain('-H "Authorization: Token $TOKEN" ');
  });
});
