import { expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newSecret, signedHeaders } from './signature.js';

it('a body is verified with each of the secrets that signed it, and with no other', () => {
  const secrets = [newSecret(), newSecret()];
  const body = '{"id":"e1","name":"Bücher 📚"}';
  const headers = signedHeaders('e1', new Date(), secrets, body);
  for (const secret of secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow('No matching signature found');
  expect(() => new Webhook(secrets[0]!).verify(`${body} `, headers)).toThrow('No matching signature found');
});

it('a secret has 32 random bytes', () => {
  const [prefix, bytes] = newSecret().split('_');
  expect([prefix, Buffer.from(bytes!, 'base64').length]).toEqual(['whsec', 32]);
  expect(newSecret()).not.toBe(newSecret());
});
