import { ApiProperty } from '@nestjs/swagger';
import {
  DateTimeField,
  IntegerField,
  Nullable,
  TextField,
  UuidField,
} from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

class UnloggedFields {
  @IntegerField('How many.', 0)
  count: number;

  @TextField('The SHA-256 of their digests.', HASH)
  sha256: string;
}

class CheckpointFields implements Checkpoint {
  @IntegerField('The version of the format.', 1)
  format: 1;

  @UuidField('The id of the company.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @IntegerField('The number of the checkpoint, from 1 for each company and key.', 12)
  number: number;

  @DateTimeField('When the checkpoint was taken.', '2026-11-23T06:00:00.000Z')
  taken_at: string;

  @IntegerField('The number of actions.', 840)
  actions: number;

  @IntegerField('The number of entries of the approval log.', 2_410)
  entries: number;

  @TextField('The `seq` of the last entry.', '2410')
  last_seq: string;

  @TextField('The root of the Merkle tree (RFC 6962) over the hashes of the entries.', HASH)
  root: string;

  @ApiProperty({ type: [String], description: 'The roots of its complete subtrees.', example: [HASH] })
  peaks: string[];

  @ApiProperty({ type: UnloggedFields, description: 'The actions whose logs begin without a proposal.' })
  unlogged: UnloggedFields;

  @TextField('The SHA-256 of the checkpoint before; null for the first.', HASH, Nullable)
  previous: string | null;

  @TextField('The id of the key.', '5d2c0f1e8a7b')
  key_id: string;
}

/** The data of the event `checkpoint.created`: what the file of checkpoints has, with `previous`. */
export class CheckpointEventData {
  @ApiProperty({ type: CheckpointFields, description: 'The checkpoint.' })
  checkpoint: CheckpointFields;

  @TextField('The Ed25519 signature of the checkpoint, in base64.', 'dGhlIHNpZ25hdHVyZQ==')
  signature: string;

  @PreviousField()
  previous: object;
}
