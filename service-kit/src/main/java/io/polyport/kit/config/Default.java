package io.polyport.kit.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a configuration key that is not set, written as in YAML: {@code 30s}, {@code 64KiB}, {@code [a, b]}. A
 * key of one value without it must be set; lists and maps without it are empty, nested records have their own defaults.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    String value();
}
