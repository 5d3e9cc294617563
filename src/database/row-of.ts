type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/**
 * The row of an entity as PostgreSQL returns it, with its columns in snake_case. Excludes the optional properties of the entity:
 * they are relations and columns that are not selected.
 */
export type RowOf<Entity> = {
  [
    Property in keyof Entity & string as {} extends Pick<Entity, Property> ? never : SnakeCase<Property>
  ]: Entity[Property];
};
