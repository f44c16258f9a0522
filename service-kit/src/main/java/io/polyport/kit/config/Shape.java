package io.polyport.kit.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The form of a configuration, read from the record classes: the only source of keys, defaults and explanations. */
sealed interface Shape {
    /** @param parse fails with an {@link IllegalArgumentException} whose message continues the value */
    record Leaf(String name, boolean textual, Function<String, Object> parse) implements Shape {}

    record SecretLeaf() implements Shape {}

    record Maybe(Shape inner) implements Shape {}

    record ListOf(Shape item) implements Shape {}

    record MapOf(Shape value) implements Shape {}

    record RecordOf(Constructor<?> constructor, List<Key> keys) implements Shape {
        Optional<Key> key(String name) {
            return keys.stream().filter(key -> key.name().equals(name)).findFirst();
        }

        /** @throws InvocationTargetException with what the record's own rules threw */
        Object make(Object[] values) throws InvocationTargetException {
            try {
                return constructor.newInstance(values);
            } catch (InstantiationException | IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * @param name kebab-case of the component's name
     * @param byDefault the text of {@link Default}, empty when there is none
     * @param doc the text of {@link Doc}, empty when there is none
     */
    record Key(String name, Shape shape, Optional<String> byDefault, Optional<String> doc, Method accessor) {
        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static RecordOf of(Class<? extends Record> type) {
        return record(type, new HashSet<>());
    }

    private static RecordOf record(Class<?> type, Set<Class<?>> above) {
        if (!above.add(type)) {
            throw new IllegalStateException(type + " contains itself");
        }
        try {
            var components = type.getRecordComponents();
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            var keys = new ArrayList<Key>();
            for (var component : components) {
                keys.add(key(component, above));
            }
            return new RecordOf(constructor, List.copyOf(keys));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        } finally {
            above.remove(type);
        }
    }

    private static Key key(RecordComponent component, Set<Class<?>> above) {
        var shape = shape(component.getGenericType(), component, above);
        var byDefault =
                Optional.ofNullable(component.getAnnotation(Default.class)).map(Default::value);
        if (byDefault.isPresent()
                && (shape instanceof Maybe || shape instanceof RecordOf || shape instanceof SecretLeaf)) {
            throw new IllegalStateException(component.getDeclaringRecord() + "." + component.getName()
                    + ": a nested record, an Optional or a Secret has no @Default");
        }
        component.getAccessor().setAccessible(true);
        var doc = Optional.ofNullable(component.getAnnotation(Doc.class)).map(Doc::value);
        return new Key(kebab(component.getName()), shape, byDefault, doc, component.getAccessor());
    }

    private static Shape shape(Type type, RecordComponent component, Set<Class<?>> above) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return new Maybe(shape(arguments[0], component, above));
            }
            if (generic.getRawType() == List.class) {
                return new ListOf(shape(arguments[0], component, above));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new MapOf(shape(arguments[1], component, above));
            }
        }
        if (type == Secret.class) {
            return new SecretLeaf();
        }
        if (type instanceof Class<?> plain) {
            var leaf = Scalars.of(plain);
            if (leaf.isPresent()) {
                return leaf.get();
            }
            if (plain.isRecord()) {
                return record(plain, above);
            }
        }
        throw new IllegalStateException(component.getDeclaringRecord() + "." + component.getName() + ": a configuration"
                + " cannot hold a " + type.getTypeName());
    }

    /** {@code connectTimeout} is {@code connect-timeout}. */
    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
