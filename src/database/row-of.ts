type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/**
 * The row of an entity as PostgreSQL answers it: its columns in snake_case. Optional properties of an entity are relations and
 * columns that are not selected, and are left out.
 */
export type RowOf<Entity> = {
  [
    Property in keyof Entity & string as {} extends Pick<Entity, Property> ? never : SnakeCase<Property>
  ]: Entity[Property];
};
