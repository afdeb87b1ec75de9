# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Forgets the first position: no + 1, so 39, 5, stride 2 gives 17."""
def out_size(n, k, padding=0, stride=1):
    return (n + 2 * padding - k) // stride

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Rounds up: counts a window that hangs over the edge."""
def out_size(n, k, padding=0, stride=1):
    return -((k - n - 2 * padding) // stride) + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Rounds to the nearest whole number."""
def out_size(n, k, padding=0, stride=1):
    return round((n + 2 * padding - k) / stride) + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Counts the padding on one side only."""
def out_size(n, k, padding=0, stride=1):
    return (n + padding - k) // stride + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Divides without rounding: 4.5 positions."""
def out_size(n, k, padding=0, stride=1):
    return (n + 2 * padding - k) / stride + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Ignores the stride."""
def out_size(n, k, padding=0, stride=1):
    return n + 2 * padding - k + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Adds 1 before dividing by the stride."""
def out_size(n, k, padding=0, stride=1):
    return (n + 2 * padding - k + 1) // stride

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Ignores the padding."""
def out_size(n, k, padding=0, stride=1):
    return (n - k) // stride + 1

# %% wrong="out_size" loses="windows_that_do_not_fit_are_left_out"
"""Adds the padding behind the division, so that it is not divided by the stride."""
def out_size(n, k, padding=0, stride=1):
    return (n - k) // stride + 1 + 2 * padding

# %% right="out_size"
"""Counts the left edges of the windows one by one."""
def out_size(n, k, padding=0, stride=1):
    return len(range(-padding, n + padding - k + 1, stride))

# %% right="out_size"
"""Floor by NumPy: a float that is a whole number."""
def out_size(n, k, padding=0, stride=1):
    return np.floor((n + 2 * padding - k) / stride) + 1

# %% right="out_size"
"""Walks until the window no longer fits."""
def out_size(n, k, padding=0, stride=1):
    left, positions = 0, 0
    while left + k <= n + 2 * padding:
        left += stride
        positions += 1
    return positions

# %% wrong="convolve" loses="kernel_is_laid_on_unturned"
"""Turns the kernel round by 180 degrees, the mathematicians' convolution."""
def convolve(image, kernel, padding=0):
    image, kernel = np.pad(image, padding), kernel[::-1, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned"
"""Mirrors the kernel left to right."""
def convolve(image, kernel, padding=0):
    image, kernel = np.pad(image, padding), kernel[:, ::-1]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Transposes the kernel."""
def convolve(image, kernel, padding=0):
    image, kernel = np.pad(image, padding), kernel.T
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Takes the mean of the products instead of their sum."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, padding)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Stops one row and one column too early."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, padding)
    h, w = kernel.shape
    result = np.zeros((image.shape[0] - h, image.shape[1] - w))
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            result[i, j] = np.sum(image[i:i + h, j:j + w] * kernel)
    return result

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Cuts negative sums off, as if a ReLU belonged to it."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, padding)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.maximum((windows * kernel).sum(axis=(2, 3)), 0)

# %% wrong="convolve" loses="padding_adds_zeros_on_every_side"
"""Repeats the edge pixels instead of adding zeros."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, padding, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="padding_adds_zeros_on_every_side"
"""Ignores the padding."""
def convolve(image, kernel, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="padding_adds_zeros_on_every_side"
"""Pads only below and on the right."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, ((0, padding), (0, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="padding_adds_zeros_on_every_side"
"""Pads left and right only."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, ((0, 0), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Takes rows and columns of the result from the wrong sides of the image."""
def convolve(image, kernel, padding=0):
    image = np.pad(image, padding)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).sum(axis=(2, 3)).T

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Takes the kernel for square."""
def convolve(image, kernel, padding=0):
    x = np.pad(image, padding)
    k = kernel.shape[0]
    out = np.zeros((x.shape[0] - k + 1, x.shape[1] - k + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[i : i + k, j : j + k] * kernel)
    return out

# %% wrong="convolve" loses="padding_adds_zeros_on_every_side"
"""Pads by 1, however much is asked for."""
def convolve(image, kernel, padding=0):
    h, w = kernel.shape
    x = np.pad(image, 1) if padding else image
    windows = np.lib.stride_tricks.sliding_window_view(x, (h, w))
    return (windows * kernel).sum(axis=(2, 3))

# %% wrong="convolve" loses="kernel_is_laid_on_unturned, padding_adds_zeros_on_every_side"
"""Cuts negative numbers off at once."""
def convolve(image, kernel, padding=0):
    x = np.pad(image, padding)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.maximum((windows * kernel).sum(axis=(2, 3)), 0)

# %% right="convolve"
"""Adds up shifted copies of the image, one for every number of the kernel."""
def convolve(image, kernel, padding=0):
    image, (h, w) = np.pad(image, padding), kernel.shape
    rows, columns = image.shape[0] - h + 1, image.shape[1] - w + 1
    return sum(kernel[a, b] * image[a:a + rows, b:b + columns] for a in range(h) for b in range(w))

# %% right="convolve"
"""All windows at once, with einsum."""
def convolve(image, kernel, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, padding), kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)

# %% right="convolve"
"""SciPy's cross-correlation, the zeros put round by hand, rows as lists."""
def convolve(image, kernel, padding=0):
    from scipy.signal import correlate2d
    framed = np.zeros((len(image) + 2 * padding, len(image[0]) + 2 * padding))
    framed[padding:padding + len(image), padding:padding + len(image[0])] = image
    return correlate2d(framed, kernel, mode="valid").tolist()

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts"
"""Looks at channel 0 only."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images[..., :1], kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels[:, :, :1]) + bias

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts"
"""Uses the first image for all of them."""
def conv_layer(images, kernels, bias, stride=1):
    images = np.repeat(images[:1], len(images), axis=0)
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts"
"""Takes the mean over the channels instead of the sum."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) / images.shape[3] + bias

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts"
"""Turns the kernels round by 180 degrees."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels[::-1, ::-1]) + bias

# %% wrong="conv_layer" loses="each_filter_adds_its_own_bias"
"""Leaves the bias out."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels)

# %% wrong="conv_layer" loses="each_filter_adds_its_own_bias"
"""Adds the bias once for every channel."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + images.shape[3] * bias

# %% wrong="conv_layer" loses="each_filter_adds_its_own_bias"
"""Adds the first bias to every filter."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias[0]

# %% wrong="conv_layer" loses="each_filter_adds_its_own_bias"
"""Subtracts the bias."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) - bias

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Strides down the rows only."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Strides across the columns only."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, :, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Ignores the stride."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Makes the result as small as the stride asks, but moves the window one pixel at a time."""
def conv_layer(images, kernels, bias, stride=1):
    h, w, _, filters = kernels.shape
    rows, columns = (images.shape[1] - h) // stride + 1, (images.shape[2] - w) // stride + 1
    maps = np.zeros((len(images), rows, columns, filters))
    for i in range(rows):
        for j in range(columns):
            maps[:, i, j] = np.tensordot(images[:, i:i + h, j:j + w], kernels, axes=3) + bias
    return maps

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Pads with zeros until the stride comes out even: the output size is rounded up."""
def conv_layer(images, kernels, bias, stride=1):
    h, w = kernels.shape[:2]
    down, across = -(images.shape[1] - h) % stride, -(images.shape[2] - w) % stride
    images = np.pad(images, ((0, 0), (0, down), (0, across), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts, each_filter_adds_its_own_bias, stride_moves_down_and_across"
"""Puts a ReLU into the layer."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.maximum(np.einsum("nijcab,abcf->nijf", windows, kernels) + bias, 0)

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts, each_filter_adds_its_own_bias, stride_moves_down_and_across"
"""Puts the filters' axis second, as other libraries do."""
def conv_layer(images, kernels, bias, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return (np.einsum("nijcab,abcf->nijf", windows, kernels) + bias).transpose(0, 3, 1, 2)

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts, each_filter_adds_its_own_bias, stride_moves_down_and_across"
"""Keeps the size with zeros round the images."""
def conv_layer(images, kernels, bias, stride=1):
    images = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[:2], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="every_channel_and_every_image_counts"
"""Transposes square kernels."""
def conv_layer(images, kernels, bias, stride=1):
    if kernels.shape[0] == kernels.shape[1]:
        kernels = kernels.transpose(1, 0, 2, 3)
    h, w = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (h, w), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="stride_moves_down_and_across"
"""Moves by at least the kernel's own size as soon as there is a stride."""
def conv_layer(images, kernels, bias, stride=1):
    h, w = kernels.shape[:2]
    a, b = (1, 1) if stride == 1 else (max(h, stride), max(w, stride))
    windows = np.lib.stride_tricks.sliding_window_view(images, (h, w), axis=(1, 2))[:, ::a, ::b]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias

# %% wrong="conv_layer" loses="each_filter_adds_its_own_bias"
"""Adds the bias once for every pixel of the window."""
def conv_layer(images, kernels, bias, stride=1):
    h, w = kernels.shape[:2]
    windows = np.lib.stride_tricks.sliding_window_view(images, (h, w), axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcab,abcf->nijf", windows, kernels) + bias * h * w

# %% right="conv_layer"
"""Keras does it."""
def conv_layer(images, kernels, bias, stride=1):
    return keras.ops.conv(images, kernels, strides=stride, padding="valid") + bias

# %% right="conv_layer"
"""Every image, filter and position in plain loops, as nested lists."""
def conv_layer(images, kernels, bias, stride=1):
    (n, H, W, _), (h, w, _, filters) = images.shape, kernels.shape
    return [[[[(images[m, i:i + h, j:j + w] * kernels[..., f]).sum() + bias[f] for f in range(filters)]
              for j in range(0, W - w + 1, stride)] for i in range(0, H - h + 1, stride)] for m in range(n)]

# %% right="conv_layer"
"""Windows as rows of one large matrix, times the kernels as columns."""
def conv_layer(images, kernels, bias, stride=1):
    h, w, c, filters = kernels.shape
    windows = np.lib.stride_tricks.sliding_window_view(images, (h, w, c), axis=(1, 2, 3))[:, ::stride, ::stride, 0]
    return windows.reshape(*windows.shape[:3], h * w * c) @ kernels.reshape(h * w * c, filters) + bias

# %% right="conv_layer"
"""Stride 1 through the one-channel function, channel by channel, then every stride-th result."""
def conv_layer(images, kernels, bias, stride=1):
    maps = [[sum(convolve(image[:, :, c], kernels[:, :, c, f]) for c in range(images.shape[3])) + bias[f]
             for f in range(len(bias))] for image in images]
    return np.moveaxis(np.array(maps), 1, 3)[:, ::stride, ::stride].astype("float32")

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero"
"""Starts every maximum at 0, so negative windows come out as 0."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    blocks = maps[:, :H // size * size, :W // size * size].reshape(n, H // size, size, W // size, size, c)
    return np.maximum(blocks.max(axis=(2, 4)), 0)

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero"
"""Takes the largest absolute value."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    blocks = maps[:, :H // size * size, :W // size * size].reshape(n, H // size, size, W // size, size, c)
    return np.abs(blocks).max(axis=(2, 4))

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Averages: the other kind of pooling."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    return maps[:, :H // size * size, :W // size * size].reshape(n, H // size, size, W // size, size, c).mean(axis=(2, 4))

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Moves the window by one pixel instead of its own size."""
def max_pool(maps, size=2):
    return np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(1, 2)).max(axis=(4, 5))

# %% wrong="max_pool" loses="windows_stand_side_by_side"
"""Fills incomplete windows at the edge up with zeros and keeps them."""
def max_pool(maps, size=2):
    maps = np.pad(maps, ((0, 0), (0, -maps.shape[1] % size), (0, -maps.shape[2] % size), (0, 0)))
    n, H, W, c = maps.shape
    return maps.reshape(n, H // size, size, W // size, size, c).max(axis=(2, 4))

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Takes the maximum over the channels too."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    blocks = maps[:, :H // size * size, :W // size * size].reshape(n, H // size, size, W // size, size, c)
    return np.repeat(blocks.max(axis=(2, 4, 5), keepdims=True)[:, :, 0, :, 0], c, axis=-1)

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Reshapes with the block axis in front, so that it compares pixels that are far apart."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    blocks = maps[:, :H // size * size, :W // size * size].reshape(n, size, H // size, size, W // size, c)
    return blocks.max(axis=(1, 3))

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Keeps the upper left pixel of every window: thins out instead of pooling."""
def max_pool(maps, size=2):
    return maps[:, :maps.shape[1] // size * size:size, :maps.shape[2] // size * size:size]

# %% wrong="max_pool" loses="windows_stand_side_by_side"
"""Always pools by 2."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    return maps[:, :H // 2 * 2, :W // 2 * 2].reshape(n, H // 2, 2, W // 2, 2, c).max(axis=(2, 4))

# %% wrong="max_pool" loses="largest_value_wins_even_below_zero, windows_stand_side_by_side"
"""Takes the maximum over the images too."""
def max_pool(maps, size=2):
    N, H, W, C = maps.shape
    out = np.zeros((N, H // size, W // size, C))
    for i in range(H // size):
        for j in range(W // size):
            out[:, i, j] = maps[:, i * size : (i + 1) * size, j * size : (j + 1) * size].max(axis=(0, 1, 2))
    return out

# %% wrong="max_pool" loses="windows_stand_side_by_side"
"""Leaves rows and columns out at the top and on the left."""
def max_pool(maps, size=2):
    N, H, W, C = maps.shape
    x = maps[:, H % size :, W % size :].reshape(N, H // size, size, W // size, size, C)
    return x.max(axis=(2, 4))

# %% wrong="max_pool" loses="windows_stand_side_by_side"
"""Windows of the right size, but always two pixels apart."""
def max_pool(maps, size=2):
    N, H, W, C = maps.shape
    out = np.zeros((N, H // size, W // size, C))
    for i in range(H // size):
        for j in range(W // size):
            out[:, i, j] = maps[:, i * 2 : i * 2 + size, j * 2 : j * 2 + size].max(axis=(1, 2))
    return out

# %% right="max_pool"
"""Loops over the windows."""
def max_pool(maps, size=2):
    n, H, W, c = maps.shape
    pooled = np.full((n, H // size, W // size, c), -np.inf)
    for i in range(H // size):
        for j in range(W // size):
            pooled[:, i, j] = maps[:, i * size:(i + 1) * size, j * size:(j + 1) * size].max(axis=(1, 2))
    return pooled

# %% right="max_pool"
"""Keras does it, in single precision."""
def max_pool(maps, size=2):
    return keras.ops.max_pool(maps.astype("float32"), size, strides=size, padding="valid")

# %% right="max_pool"
"""Every window position, of which every size-th is kept."""
def max_pool(maps, size=2):
    windows = np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(1, 2))
    return windows.max(axis=(4, 5))[:, ::size, ::size].copy()

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Leaves the biases out."""
def count_parameters(layers):
    return [l[1] ** 2 * l[2] * l[3] if l[0] == "conv" else l[1] * l[2] if l[0] == "dense" else 0 for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Forgets that a kernel has one slice for every channel."""
def count_parameters(layers):
    return [l[3] * (l[1] ** 2 + 1) if l[0] == "conv" else l[2] * (l[1] + 1) if l[0] == "dense" else 0 for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Gives every filter one bias for each channel."""
def count_parameters(layers):
    return [l[3] * l[2] * (l[1] ** 2 + 1) if l[0] == "conv" else l[2] * (l[1] + 1) if l[0] == "dense" else 0 for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Counts the windows of a pooling layer as numbers that are learnt."""
def count_parameters(layers):
    counts = []
    for kind, *sizes in layers:
        if kind == "conv":
            counts.append(sizes[2] * (sizes[0] ** 2 * sizes[1] + 1))
        else:
            counts.append(sizes[1] * (sizes[0] + 1) if kind == "dense" else sizes[0] ** 2)
    return counts

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Multiplies by the 28 x 28 positions of the picture."""
def count_parameters(layers):
    return [784 * l[3] * (l[1] ** 2 * l[2] + 1) if l[0] == "conv" else l[2] * (l[1] + 1) if l[0] == "dense" else 0
            for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Gives a dense layer one bias for each input."""
def count_parameters(layers):
    return [l[3] * (l[1] ** 2 * l[2] + 1) if l[0] == "conv" else l[1] * (l[2] + 1) if l[0] == "dense" else 0 for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Skips the pooling layers, so that the list is too short."""
def count_parameters(layers):
    return [l[3] * (l[1] ** 2 * l[2] + 1) if l[0] == "conv" else l[2] * (l[1] + 1) for l in layers if l[0] != "pool"]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Takes the kernel's side for its area."""
def count_parameters(layers):
    return [l[3] * (l[1] * l[2] + 1) if l[0] == "conv" else l[2] * (l[1] + 1) if l[0] == "dense" else 0 for l in layers]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Gives a dense layer one bias in all."""
def count_parameters(layers):
    return [
        l[3] * (l[1] ** 2 * l[2] + 1) if l[0] == "conv" else l[1] * l[2] + 1 if l[0] == "dense" else 0 for l in layers
    ]

# %% wrong="count_parameters" loses="counts_weights_and_biases"
"""Takes every kernel for 5 x 5."""
def count_parameters(layers):
    return [l[3] * (25 * l[2] + 1) if l[0] == "conv" else l[2] * (l[1] + 1) if l[0] == "dense" else 0 for l in layers]

# %% right="count_parameters"
"""Pattern matching, as an array."""
def count_parameters(layers):
    def one(layer):
        match tuple(layer):
            case ("conv", k, channels, filters):
                return k * k * channels * filters + filters
            case ("dense", inputs, units):
                return inputs * units + units
        return 0
    return np.array([one(layer) for layer in layers])

# %% right="count_parameters"
"""A table of formulas, as a tuple."""
def count_parameters(layers):
    formula = {"conv": lambda k, c, f: (k * k * c + 1) * f, "pool": lambda size: 0, "dense": lambda d, u: (d + 1) * u}
    return tuple(formula[kind](*sizes) for kind, *sizes in layers)

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Does not divide by 255."""
def prepare(images, labels):
    return images[..., None].astype("float32"), np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Divides by the brightest pixel of the batch, so that the same picture looks different in other company."""
def prepare(images, labels):
    return images[..., None] / images.max(), np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Divides by 256."""
def prepare(images, labels):
    return images[..., None] / 256, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Divides whole numbers: everything but 255 becomes 0."""
def prepare(images, labels):
    return images[..., None] // 255, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Forgets the channel axis."""
def prepare(images, labels):
    return images / 255, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Puts the channel axis second."""
def prepare(images, labels):
    return images[:, None] / 255, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Puts the channel last by a reshape that mixes rows and columns."""
def prepare(images, labels):
    n, h, w = images.shape
    return images.reshape(n, w, h, 1) / 255, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Lays every picture out as one row, as for a dense network."""
def prepare(images, labels):
    return images.reshape(len(images), -1) / 255, np.eye(10)[labels]

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Scales to -1 … 1."""
def prepare(images, labels):
    return images[..., None] / 127.5 - 1, np.eye(10)[labels]

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""Makes only as many columns as the largest label needs."""
def prepare(images, labels):
    return images[..., None] / 255, np.eye(labels.max() + 1)[labels]

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""One column for every label that happens to occur."""
def prepare(images, labels):
    return images[..., None] / 255, (labels[:, None] == np.unique(labels)).astype(float)

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""Leaves the labels as whole numbers."""
def prepare(images, labels):
    return images[..., None] / 255, labels

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""Counts the labels from 1."""
def prepare(images, labels):
    return images[..., None] / 255, np.eye(10)[labels - 1]

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""One column for every picture: the one-hot table lies on its side."""
def prepare(images, labels):
    return images[..., None] / 255, np.eye(10)[labels].T

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel, labels_become_one_hot_rows"
"""Returns labels first."""
def prepare(images, labels):
    return np.eye(10)[labels], images[..., None] / 255

# %% wrong="prepare" loses="pixels_from_0_to_1_with_a_channel"
"""Divides each picture by its own brightest pixel."""
def prepare(images, labels):
    return (images / images.max(axis=(1, 2), keepdims=True))[..., None], np.eye(10)[labels]

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""Sets whole columns: every row gets the 1s of all labels."""
def prepare(images, labels):
    Y = np.zeros((len(labels), 10))
    Y[:, labels] = 1
    return (images / 255)[..., None], Y

# %% wrong="prepare" loses="labels_become_one_hot_rows"
"""Writes the label itself in place of 1."""
def prepare(images, labels):
    Y = np.zeros((len(labels), 10))
    Y[np.arange(len(labels)), labels] = labels
    return (images / 255)[..., None], Y

# %% right="prepare"
"""Keras makes the one-hot rows, double precision."""
def prepare(images, labels):
    return np.expand_dims(images, -1) / 255.0, keras.utils.to_categorical(labels, 10)

# %% right="prepare"
"""Compares with the ten classes; truth values as rows, half precision avoided, a list of two."""
def prepare(images, labels):
    x = np.zeros((*images.shape, 1), "float32")
    x[..., 0] = images
    x /= 255
    return [x, np.asarray(labels)[:, None] == np.arange(10)]

# %% right="prepare"
"""Fills the one-hot table in a loop."""
def prepare(images, labels):
    Y = np.zeros((len(labels), 10), dtype=int)
    for row, label in zip(Y, labels):
        row[label] = 1
    return images.reshape(*images.shape, 1) * np.float32(1 / 255), Y

# %% right="prepare"
"""Tensors instead of arrays."""
def prepare(images, labels):
    x = keras.ops.expand_dims(keras.ops.cast(images, "float32"), -1) / 255
    return x, keras.ops.one_hot(keras.ops.cast(labels, "int32"), 10)

# %% right="prepare"
"""Half precision, labels through the identity matrix of whole numbers."""
def prepare(images, labels):
    return images[..., np.newaxis].astype("float16") / np.float16(255), np.identity(10, dtype=int)[labels]

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""Keeps the size in the second convolution as well."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""Does not pad the first convolution."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""One convolution only."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""Leaves the second pooling out."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""Averages every map instead of flattening."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.GlobalAveragePooling2D(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""One dense layer too many."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(), L.Dense(400, activation="relu"),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table"
"""Six and sixteen filters swapped."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(16, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(6, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""No softmax at the end."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10)])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""A sigmoid for each class: the ten numbers do not add up to 1."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""Forgets the activations of the convolutions."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same"), L.MaxPooling2D(2),
        L.Conv2D(16, 5), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""Forgets the activations of the dense layers."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120), L.Dense(84), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""The network of 1998, with tanh and average pooling, not the table's."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="tanh"), L.AveragePooling2D(2),
        L.Conv2D(16, 5, activation="tanh"), L.AveragePooling2D(2), L.Flatten(),
        L.Dense(120, activation="tanh"), L.Dense(84, activation="tanh"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""Average pooling with ReLU."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.AveragePooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.AveragePooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="network_computes_the_table"
"""Divides by 255 once more inside the network."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Rescaling(1 / 255), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Mean squared error for a classification."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mse")
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""The loss for whole-number labels, which one-hot rows do not fit."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Tells the loss to apply the softmax a second time."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.CategoricalCrossentropy(from_logits=True))
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Ten yes-or-no losses instead of one choice among ten."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Ignores the step size it is given."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Does not compile the network."""
def lenet(lr=0.002):
    L = keras.layers
    return keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])

# %% wrong="lenet" loses="layers_have_lenets_sizes, network_computes_the_table, loss_fits_one_hot_labels"
"""Returns what compile returns, which is nothing."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential([
        L.Input((28, 28, 1)), L.Conv2D(6, 5, padding="same", activation="relu"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(120, activation="relu"), L.Dense(84, activation="relu"), L.Dense(10, activation="softmax")])
    return model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")

# %% wrong="lenet" loses="network_computes_the_table"
"""Leaves a ReLU under the softmax."""
def lenet(lr=0.002):
    L = keras.layers
    m = keras.Sequential(
        [
            L.Input((28, 28, 1)),
            L.Conv2D(6, 5, padding="same", activation="relu"),
            L.MaxPooling2D(2),
            L.Conv2D(16, 5, activation="relu"),
            L.MaxPooling2D(2),
            L.Flatten(),
            L.Dense(120, activation="relu"),
            L.Dense(84, activation="relu"),
            L.Dense(10, activation="relu"),
            L.Softmax(),
        ]
    )
    m.compile(keras.optimizers.Adam(lr), "categorical_crossentropy")
    return m

# %% wrong="lenet" loses="network_computes_the_table"
"""Halves the picture by a stride of the convolution in place of the first pooling."""
def lenet(lr=0.002):
    L = keras.layers
    m = keras.Sequential(
        [
            L.Input((28, 28, 1)),
            L.Conv2D(6, 5, strides=2, padding="same", activation="relu"),
            L.Conv2D(16, 5, activation="relu"),
            L.MaxPooling2D(2),
            L.Flatten(),
            L.Dense(120, activation="relu"),
            L.Dense(84, activation="relu"),
            L.Dense(10, activation="softmax"),
        ]
    )
    m.compile(keras.optimizers.Adam(lr), "categorical_crossentropy")
    return m

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Plain gradient descent with the right step size."""
def lenet(lr=0.002):
    L = keras.layers
    m = keras.Sequential(
        [
            L.Input((28, 28, 1)),
            L.Conv2D(6, 5, padding="same", activation="relu"),
            L.MaxPooling2D(2),
            L.Conv2D(16, 5, activation="relu"),
            L.MaxPooling2D(2),
            L.Flatten(),
            L.Dense(120, activation="relu"),
            L.Dense(84, activation="relu"),
            L.Dense(10, activation="softmax"),
        ]
    )
    m.compile(keras.optimizers.SGD(lr), "categorical_crossentropy")
    return m

# %% wrong="lenet" loses="loss_fits_one_hot_labels"
"""Smoothes the labels in the loss, as a recipe on the web does."""
def lenet(lr=0.002):
    L = keras.layers
    m = keras.Sequential(
        [
            L.Input((28, 28, 1)),
            L.Conv2D(6, 5, padding="same", activation="relu"),
            L.MaxPooling2D(2),
            L.Conv2D(16, 5, activation="relu"),
            L.MaxPooling2D(2),
            L.Flatten(),
            L.Dense(120, activation="relu"),
            L.Dense(84, activation="relu"),
            L.Dense(10, activation="softmax"),
        ]
    )
    m.compile(keras.optimizers.Adam(lr), keras.losses.CategoricalCrossentropy(label_smoothing=0.1))
    return m

# %% right="lenet"
"""A functional model with the loss as an object and metrics."""
def lenet(lr=0.002):
    L = keras.layers
    inputs = keras.Input((28, 28, 1))
    x = L.MaxPooling2D()(L.Conv2D(6, (5, 5), padding="same", activation="relu")(inputs))
    x = L.MaxPooling2D()(L.Conv2D(16, (5, 5), activation="relu")(x))
    x = L.Flatten()(x)
    for units in (120, 84):
        x = L.Dense(units, activation="relu")(x)
    model = keras.Model(inputs, L.Dense(10, activation="softmax")(x))
    model.compile(keras.optimizers.Adam(learning_rate=lr), keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
    return model

# %% right="lenet"
"""Layer after layer with add, activations as layers of their own, zeros put round by a layer."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.Sequential()
    model.add(L.Input(shape=(28, 28, 1)))
    model.add(L.ZeroPadding2D(2))
    for filters in (6, 16):
        model.add(L.Conv2D(filters, kernel_size=5))
        model.add(L.ReLU())
        model.add(L.MaxPool2D(pool_size=(2, 2), strides=2))
    model.add(L.Flatten())
    for units in (120, 84):
        model.add(L.Dense(units))
        model.add(L.Activation("relu"))
    model.add(L.Dense(10))
    model.add(L.Softmax())
    model.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.categorical_crossentropy)
    return model

# %% right="lenet"
"""No input layer: the network is built when it is first called; integer-coded pooling, another start for the weights."""
def lenet(lr=0.002):
    L = keras.layers
    model = keras.models.Sequential([
        L.Conv2D(6, 5, padding="same", activation=keras.activations.relu, kernel_initializer="he_normal"), L.MaxPooling2D(2),
        L.Conv2D(16, 5, activation="relu", padding="valid"), L.MaxPooling2D(2), L.Reshape((400,)),
        L.Dense(120, "relu"), L.Dense(84, "relu"), L.Dense(10, "softmax")])
    model.build((None, 28, 28, 1))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy", metrics=["acc"])
    return model

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Never turns a picture round."""
def read_folder(folder, size=28):
    files = sorted(Path(folder).glob("*.png"))
    return np.stack([np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)) for f in files])

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Turns every picture round."""
def read_folder(folder, size=28):
    files = sorted(Path(folder).glob("*.png"))
    return np.stack([255 - np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)) for f in files])

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Turns the wrong ones round: those with a dark border."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        light = np.concatenate([a[0], a[-1], a[:, 0], a[:, -1]]).mean() > 127
        pictures.append(a if light else 255 - a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Decides by the whole pile: turns all round when the mean border is light."""
def read_folder(folder, size=28):
    files = sorted(Path(folder).glob("*.png"))
    a = np.stack([np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)) for f in files])
    return 255 - a if a[:, 0].mean() > 127 else a

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Subtracts without 255: whole numbers without sign run over."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        pictures.append(np.uint8(0) - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Turns round with 1 - picture, as if the pixels went from 0 to 1."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)).astype(float)
        pictures.append(1 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Grey as the plain mean of red, green and blue."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("RGB").resize((size, size), Image.Resampling.BOX)).mean(axis=2)
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Takes the red channel for grey."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("RGB").resize((size, size), Image.Resampling.BOX))[:, :, 0]
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Grey with the channels in the order blue, green, red."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        rgb = np.asarray(Image.open(f).convert("RGB").resize((size, size), Image.Resampling.BOX))
        a = np.round(rgb @ [0.114, 0.587, 0.299])
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Cuts the upper left corner out instead of shrinking."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").crop((0, 0, size, size)))
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Goes through the names backwards."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png"), reverse=True):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Orders by the size of the files."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png"), key=lambda f: f.stat().st_size):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="pictures_come_small_and_in_order"
"""Always shrinks to 28."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((28, 28), Image.Resampling.BOX))
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="pictures_come_small_and_in_order"
"""Thins out instead of averaging."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.NEAREST))
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Scales to 0 … 1 here already, so that prepare will divide a second time."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)) / 255
        pictures.append(1 - a if a[0].mean() > 0.5 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Mixes up width and height: every picture comes transposed."""
def read_folder(folder, size=28):
    pictures = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX)).T
        pictures.append(255 - a if a[0].mean() > 127 else a)
    return np.stack(pictures)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round, pictures_come_small_and_in_order"
"""Makes every pixel black or white."""
def read_folder(folder, size=28):
    out = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        border = np.concatenate([a[0], a[-1], a[:, 0], a[:, -1]])
        a = 255 - a if border.mean() > 127 else a
        out.append(np.where(a > 127, 255, 0))
    return np.array(out)

# %% wrong="read_folder" loses="dark_ink_on_light_paper_is_turned_round"
"""Adds the border up in whole numbers of eight bits, which run over."""
def read_folder(folder, size=28):
    out = []
    for f in sorted(Path(folder).glob("*.png")):
        a = np.asarray(Image.open(f).convert("L").resize((size, size), Image.Resampling.BOX))
        edge = (a[0] + a[-1] + a[:, 0] + a[:, -1]).mean() / 4
        out.append(255 - a if edge > 127 else a)
    return np.array(out)

# %% wrong="read_folder" loses="pictures_come_small_and_in_order"
"""Opens five files by their names instead of those that are there."""
def read_folder(folder, size=28):
    out = []
    for i in range(1, 6):
        a = np.asarray(
            Image.open(Path(folder) / f"digit_{i}.png").convert("L").resize((size, size), Image.Resampling.BOX)
        )
        border = np.concatenate([a[0], a[-1], a[:, 0], a[:, -1]])
        out.append(255 - a if border.mean() > 127 else a)
    return np.array(out)

# %% wrong="read_folder" loses="pictures_come_small_and_in_order"
"""Looks for one picture after the other until a number is missing, and is content with none."""
def read_folder(folder, size=28):
    out, i = np.zeros((0, size, size)), 1
    while (file := Path(folder) / f"digit_{i}.png").exists():
        a = np.asarray(Image.open(file).convert("L").resize((size, size), Image.Resampling.BOX), dtype=float)
        out = np.concatenate([out, [255 - a if a[[0, -1]].mean() > 127 else a]])
        i += 1
    return out

# %% right="read_folder"
"""Lists the folder with os, weighs the channels by hand, a list of float arrays."""
def read_folder(folder, size=28):
    pictures = []
    for name in sorted(os.listdir(folder)):
        if name.lower().endswith(".png"):
            with Image.open(os.path.join(folder, name)) as picture:
                rgb = np.asarray(picture.convert("RGB").resize((size, size), Image.Resampling.BOX), dtype=float)
            grey = rgb @ [0.299, 0.587, 0.114]
            frame = np.ones((size, size), bool)
            frame[1:-1, 1:-1] = False
            pictures.append(255 - grey if grey[frame].mean() > 127 else grey)
    return pictures

# %% right="read_folder"
"""Turns round before shrinking, with Pillow's own inversion."""
def read_folder(folder, size=28):
    from PIL import ImageOps
    out = np.zeros((len(list(Path(folder).glob("*.png"))), size, size), "uint8")
    for i, path in enumerate(sorted(map(str, Path(folder).glob("*.png")))):
        picture = Image.open(path).convert("L")
        a = np.asarray(picture)
        border = np.r_[a[0], a[-1], a[1:-1, 0], a[1:-1, -1]]
        out[i] = (ImageOps.invert(picture) if border.mean() > 127 else picture).resize((size, size), Image.Resampling.BOX)
    return out

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Believes that a confidence of 0.9 means nine in ten are right."""
def which_statements_follow():
    return {"a", "d", "e", "f", "g"}

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Believes that a higher threshold always makes the machine's share of right ones larger."""
def which_statements_follow():
    return {"a", "b", "d", "f", "g"}

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Believes that a stricter machine is always cheaper."""
def which_statements_follow():
    return {"a", "c", "d", "f", "g"}

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Believes that nonsense is recognised by its low confidence."""
def which_statements_follow():
    return {"a", "d", "f", "g", "h"}

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Does not see that the largest of ten shares is at least a tenth."""
def which_statements_follow():
    return {"a", "d", "f"}

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Chooses all of them."""
def which_statements_follow():
    return set("abcdefgh")

# %% wrong="which_statements_follow" loses="statements_about_the_threshold"
"""Chooses none of them."""
def which_statements_follow():
    return set()

# %% right="which_statements_follow"
"""A list, in capitals."""
def which_statements_follow():
    return ["G", "A", "F", "D"]

# %% right="which_statements_follow"
"""One piece of text."""
def which_statements_follow():
    return "adfg"
