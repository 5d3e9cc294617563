import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, isRefusedHost } from './addresses.js';

const hostOf = (url: string): string => new URL(url).hostname;

describe('the host of a URL', () => {
  it.each([
    'http://127.0.0.1',
    'http://127.1',
    'http://0x7f.1',
    'http://2130706433',
    'http://017700000001',
    'http://127.0.0.1.',
    'http://１２７.0.0.1',
    'http://0',
    'http://localhost',
    'http://LOCALHOST.',
    'http://a.localhost',
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://192.168.1.1',
    'http://100.64.0.1',
    'http://100.100.100.200',
    'http://169.254.169.254',
    'http://168.63.129.16',
    'http://192.0.0.192',
    'http://198.18.0.1',
    'http://224.0.0.1',
    'http://255.255.255.255',
    'http://[::1]',
    'http://[::]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:8.8.8.8]',
    'http://[::127.0.0.1]',
    'http://[::7f00:1]',
    'http://[64:ff9b::7f00:1]',
    'http://[64:ff9b:1::7f00:1]',
    'http://[2002:7f00:1::]',
    'http://[2001:0:1::]',
    'http://[fd00:ec2::254]',
    'http://[fe80::1]',
    'http://[fec0::1]',
    'http://[ff02::1]',
    'http://[4000::1]',
    'http://[3ffe::1]',
  ])('%s is refused', (url) => {
    expect(isRefusedHost(hostOf(url))).toBe(true);
  });

  it.each([
    'https://hooks.acme.example',
    'https://localhost.example',
    'http://8.8.8.8',
    'http://[2606:4700:4700::1111]',
  ])('%s is allowed', (url) => {
    expect(isRefusedHost(hostOf(url))).toBe(false);
  });

  it('is no public address if it is none at all', () => {
    expect(isPublicAddress('hooks.acme.example')).toBe(false);
  });
});
