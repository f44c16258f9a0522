package io.polyport.standalone.trade;

import java.util.UUID;

/**
 * A reference to an object.
 *
 * @param set resource name: {@code Catalog_Товары}
 */
record Ref(String set, UUID key) {}
