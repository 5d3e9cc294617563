/** Has no types of its own. @nestjs/mapped-types, behind PickType and its like, reads it too. */
declare module 'class-transformer/cjs/storage.js' {
  export { defaultMetadataStorage } from 'class-transformer/types/storage.js';
}
