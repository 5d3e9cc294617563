import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createOnce } from '../files/durable-file.js';

/** A public Ed25519 key that verifies checkpoints and bundles. */
export class AuditPublicKey {
  /** 16 hexadecimal digits of the SHA-256 of the key. */
  readonly id: string;
  readonly pem: string;

  /** @throws Error if it is not an Ed25519 key */
  constructor(private readonly key: KeyObject) {
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key must be an Ed25519 key.');
    const der = key.export({ type: 'spki', format: 'der' });
    this.id = createHash('sha256').update(der).digest('hex').slice(0, 16);
    this.pem = key.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** @throws Error if the text is not a public key in PEM */
  static parse(pem: string): AuditPublicKey {
    return new AuditPublicKey(createPublicKey(pem));
  }

  static async read(path: string): Promise<AuditPublicKey> {
    return AuditPublicKey.parse(await readFile(path, 'utf8'));
  }

  /** @param signature in base64 */
  verifies(text: string | Buffer, signature: string): boolean {
    return verify(null, Buffer.from(text), this.key, Buffer.from(signature, 'base64'));
  }
}

/** The private key of the installation. */
export class AuditKey {
  private constructor(
    private readonly key: KeyObject,
    readonly publicKey: AuditPublicKey,
  ) {}

  /** Reads the key of a file. Undefined if there is no such file. */
  static async read(path: string): Promise<AuditKey | undefined> {
    try {
      const key = createPrivateKey(await readFile(path));
      return new AuditKey(key, new AuditPublicKey(createPublicKey(key)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(`The audit key in ${path} cannot be used: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  /** Reads the key of a file, or creates both. Of several processes, one creates it and the others read that one. */
  static async readOrCreate(path: string): Promise<AuditKey> {
    const existing = await AuditKey.read(path);
    if (existing) return existing;
    const { privateKey } = generateKeyPairSync('ed25519');
    await createOnce(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    return (await AuditKey.read(path))!;
  }

  /** An Ed25519 signature, in base64. */
  sign(text: string | Buffer): string {
    return sign(null, Buffer.from(text), this.key).toString('base64');
  }
}
